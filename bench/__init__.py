"""What `make bench` measures: figures on real documents, printed as tables and kept in docs/BENCH.md.

Uses the public entry (`toolkit_qa.Assistant`), the command line and opened versions; nothing in the
project imports this room. The documents lie outside the repository (`../shared/data`, or the folder
named by TOOLKIT_QA_SHARED_DATA); the tables that need them are left out where they are absent.
"""

# The tables there are: each is a module with `measure()`, cheapest first.
MODULES = ("reading", "quotes", "retrieval", "multiturn", "speed", "hostile")
