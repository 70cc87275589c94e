"""What `make bench` measures: figures on real documents, printed as tables and kept in docs/BENCH.md.

Uses the public entry (`toolkit_qa.Assistant`), the command line and opened versions; nothing in the
project imports this room. The documents lie outside the repository (`../shared/data`, or the folder
named by TOOLKIT_QA_SHARED_DATA); the tables that need them are left out where they are absent.
"""

# The modules, cheapest first; the TABLES of each map the name of a table to what measures it.
MODULES = (
    "reading",
    "quotes",
    "retrieval",
    "sets",
    "parts",
    "definitions",
    "multiturn",
    "asking",
    "wording",
    "answers",
    "fit",
    "difference",
    "speed",
    "app",
    "change",
    "hostile",
)
