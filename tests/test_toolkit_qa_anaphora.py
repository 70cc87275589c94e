"""Which questions point back at what was said before them, and which only look as if they did."""

from __future__ import annotations

import pytest

from toolkit_qa.anaphora import changes_topic, points_back

POINTING = (
    "How does it work?",
    "What is the process for applying for it?",
    "How does the state pay for it?",
    "Why is that?",
    "Is that enough?",
    "who says that",
    "Do they have to agree?",
    "And for procurement?",
    "So only officers then?",
    "Okay, but who signs?",
    "What about drones?",
    "Who else?",
    "Anything special for children?",
    "Are those records public?",
    "Is there a law similar to this for bicycles?",
    "anyone can vote there?",
    "Does that one have an example as well?",
    "Which one is better?",
    "which of the two is worse?",
    "Can you explain more?",
    "I meant the second tool",
    "What are its aims?",
    "I mean the other one",
    "What’s in it?",
    "Could we do a bit of both?",
    "Is there a third way?",
    "That is good. Who signs it?",
    "And they told us nothing about the new camera. What do we do with it now, in the cells?",
)
STANDING_ALONE = (
    "Is there a rule that forbids live matching?",
    "Does the policy say that a human decides?",
    "Who makes sure that the log is kept?",
    "What do we do so that nobody is harmed?",
    "Are there limits for drones?",
    "Which one of the stages comes first?",
    "Is it allowed to search social media?",
    "How long does it take to train an officer?",
    "If a system makes an error, who stops it?",
    "When an agency buys a tool, does it need a test before they use it?",
    "Does an agency publish its audits?",
    "Who helps those who are wrongly stopped?",
    "What must officers do when they see an error?",
    "The boss wants a tool. What do we ask before we buy it?",
    "Why should we keep a log?",
    "Do we need both in court and at home?",
    "Both officers must sign: who keeps the form?",
    "Is there a better way to train officers?",
    "What should one team tell the other?",
    "What does this toolkit say about drones?",
    "Who is this 'system owner' that keeps coming up?",
    "Regression or classification, which one gives a number?",
    "How many agencies tried one out?",
    "Which other biases affect officers?",
    "It was spot on in spring and now it's rubbish, and nobody touched it. How can that be?",
    "I have a funny feeling about this hit on the new camera. What am I meant to do with it?",
    "Is then-current law enough?",
)


@pytest.mark.parametrize("question", POINTING)
def test_a_question_that_points_back_is_noticed(question: str) -> None:
    assert points_back(question)


@pytest.mark.parametrize("question", STANDING_ALONE)
def test_a_question_that_stands_alone_is_not_taken_for_one_that_points_back(question: str) -> None:
    assert not points_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Never mind that. Is a match proof?",
        "Ok, different matter. Who pays?",
        "On another note, what is bias?",
        "Now a new topic: drones",
        "By the way, who audits?",
        "Changing the subject, what is recall?",
    ],
)
def test_a_change_of_topic_is_noticed_when_it_is_said(question: str) -> None:
    assert changes_topic(question)


@pytest.mark.parametrize(
    "question", ["What is a different matter?", "Is a new tool tested?", "And for vendors?"]
)
def test_a_topic_is_not_changed_by_the_same_words_elsewhere(question: str) -> None:
    assert not changes_topic(question)
