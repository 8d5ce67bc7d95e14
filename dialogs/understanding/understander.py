"""From a free text to a reading of it: situation, answers, details, danger and topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache

from dialogs.library.models.details import DetailsFile
from dialogs.text.demands import nothing_but_wanted, said_to_the_writer
from dialogs.text.expression import Expression
from dialogs.text.plain import Normaliser
from dialogs.text.sentences import SentenceWords, compact, each_part
from dialogs.understanding.amounts import find_amounts
from dialogs.understanding.asked import asked_questions, asking_parts, asks_in_words, own_words
from dialogs.understanding.contact import (
    IN_CONTACT,
    STOPPED,
    TALKING,
    WANTED,
    may_be_claimed,
    own_parts,
    without_money_wanted,
)
from dialogs.understanding.danger import Dangers
from dialogs.understanding.facts import REGION, child_age, claimed_only, find_facts, place_alone, time_alone
from dialogs.understanding.mentions import Mentions
from dialogs.understanding.numerals import with_figures_ended
from dialogs.understanding.options import DONE_ONLY, choose, is_bare, may_be_meant
from dialogs.understanding.reading import ABOUT_UNDOING, HOW_PAID, OUT_OF_SCOPE, Reading, surely_denied
from dialogs.understanding.situation import Situations, in_danger
from dialogs.understanding.times import dated, find_times
from dialogs.understanding.topics import Topics
from dialogs.understanding.typed import DRAFT, TypedMessages, clauses_of
from dialogs.understanding.wording import read_wording

REACH, MONEY_GONE = "reach", "money_gone"
_ASKED_ABOUT = frozenset({"official_contact"})  # situations of people who ask
_NO_DOUBT, _SURER_THAN_WORDS, _SURELY_A_STORY = 0.97, 0.75, 0.9  # of a question, an answer and a situation
_SHORT_QUESTION, _END = 12, 300  # characters
_A_WORD, _A_DENIAL = 4, 8  # characters: of the second, what is not so
_SAID_PLAINLY = frozenset({"police"})  # beside other clauses: 「说证据不足不给立案」 asks nothing
_OFFICIAL_LINE = Expression(r"(?:微信|支付宝?|财付通|反诈)[^,。;!?]{0,6}(?:电话|热线|号码)")
_ABOUT_A_NUMBER = Expression(r"(?<=what_is_)\d{5}$|(?<=hotline_)\d{5}$")
_OF_US = frozenset({"ask.is_it_free", "ask.are_you_scam"})
# Questions that words tell better than a model, to which all numbers, sums too, are one gram and most places unknown.
_NO_SUMS = frozenset({"child_age", "arrival", REGION})
_WORDS_FIRST = _NO_SUMS | {"paid_parts"}
_DENIED = {"relation": "none"}  # 「我没有借过他钱」: a denial in words is surer than a model
_BEYOND_A_FEELING = 0.97  # of an answer heard beside a feeling: 「吓死我了，手一直抖」
_DRAWN_OUT = Expression(r"([啊呀哦噢嗯呜哈吗呢吧嘛啦])\1{1,200}")  # 「怎么办啊啊啊」
_DEMANDS = frozenset({"still_transferring", "cash_courier"})
MAX_LENGTH = 800
"""Characters that are read at most: of a longer text its beginning, and its end, where what goes on now is told."""
CHINA = timezone(timedelta(hours=8))


class Understander:
    """Reads what people write. Built once, then pure: same text and `now`, same reading."""

    def __init__(
        self,
        details: DetailsFile,
        model: bytes,
        typed: TypedMessages,
        text: Normaliser,
        words: SentenceWords,
        asks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Build it from content.

        Args:
            details: ``content/zh-Hans/details.yaml``.
            model: bytes of ``content/models/situation.bin``.
            typed: what reads messages in the middle of a talk.
            text: the normaliser.
            words: what denies and asks.
            asks: the wordings in which each myth and each knowledge answer is asked, by its id, in plain words.

        Raises:
            ContentError: a pattern of the details uses a word class that is not there.
            ValueError: the model cannot be used; says why.
        """
        self._wording = read_wording(details)
        self._situations = Situations(self._wording, model)
        self._dangers = Dangers(self._wording, words)
        self._typed, self._text, self._words = typed, text, words
        # Wordings of options, which are ours and few; what people write is never kept.
        self._own_plain = cache(self.plain)
        self._known = frozenset(asks or {})
        self._topics = Topics(asks or {})

    def plain(self, text: str) -> str:
        """The plain spelling in which `text` is read, English put into Chinese; at most `MAX_LENGTH` characters."""
        if len(text) > MAX_LENGTH:
            text = f"{text[: MAX_LENGTH - _END - 1]}\n{text[-_END:]}"
        return self._text.in_chinese(_DRAWN_OUT.sub(r"\1", text))[:MAX_LENGTH].rstrip()

    def _clauses(self, text: str) -> tuple[str, ...]:
        return tuple(filter(None, map(self.plain, clauses_of(text))))

    def _request(self, typed: TypedMessages, plain: str, clauses: tuple[str, ...]) -> str | None:
        """What a plain text asks of the program; 「忘了具体」 deletes nothing."""
        request = typed.request(*own_words(plain, clauses))
        named = "draft" if (request or "").startswith(DRAFT) else request or ""
        return request if self._wording.names(named, plain) else None

    def _orders(self, typed: TypedMessages, part: str) -> bool:
        """Whether a clause tells the program what to do; 「还把我删了」 tells of the other side."""
        return typed.orders(part) and not self._wording.answers(part, {REACH})

    def read(self, text: str, now: datetime) -> Reading:
        """What `text` says, its times counted back from `now` (taken for China's time when it has no zone)."""
        plain = self.plain(text)
        if not plain:
            return Reading()
        clauses, typed = self._clauses(text), self._typed.for_one_message()
        parts = clauses or (plain,)
        telling = tuple(part for part in clauses if self._words.retracts(part) or not self._orders(typed, part))
        happened = self._words.told(telling if telling != clauses else parts)
        whole = with_figures_ended(plain, clauses) if happened == parts else ",".join(happened)
        facts = find_facts(whole, _zoned(now), self._wording)
        request = self._request(typed, plain, clauses)
        danger = self._dangers.read(typed, plain, telling, request)
        told: Mapping[str, str] = facts.answers
        sure = self._dangers.sure(typed, plain, telling) if danger else frozenset[str]()
        statements = self._statements(typed, plain, clauses, happened)
        asking = len(statements) < len(happened)
        amends = self._words.amends(plain) or typed.amends(clauses) or self._words.said_before(clauses)
        denied = self._denied(typed, plain, parts, now)
        # 「是15000 不是80万 他还要3000」 puts a payment right beside what is demanded.
        demanded = self._only_demanded(parts, told, sure) and "amount" not in denied
        # Who amends tells what it was beside what it was not, and asks nothing.
        if amends and (instead := self._words.said_instead(happened)):
            statements, asking = instead, False
        elif denied and (others := self._words.without_denials(statements)) and others != statements:
            statements, amends = others, True
        stated, part = told, facts.part
        if statements != parts or (amends and clauses):
            own = find_facts(",".join(statements), _zoned(now), self._wording)
            stated, part = own.answers, own.part
            told = {**told, **stated} if amends else told
        if _DEMANDS & {*danger} and (self._words.wants_more(happened) or self._words.threatens(plain)):
            told, stated = {**told, IN_CONTACT: WANTED}, {**stated, IN_CONTACT: WANTED}
        undone = self._undone(told, parts, now) | (HOW_PAID if demanded else frozenset())
        told, stated = ({name: value for name, value in one.items() if name not in undone} for one in (told, stated))
        told, stated = (without_money_wanted(one, parts) for one in (told, stated))
        if REGION not in told and (place := place_alone(clauses, self._wording)):
            told, stated = {**told, REGION: place}, {**stated, REGION: place}
        about = (",".join(statements) if amends else "") or plain
        not_about = self._situations.denied(map(self._words.denied_event, parts))
        found = self._situations.as_subscription(
            plain, self._situations.tell(about, tuple(facts.answers), surely_denied(not_about))
        )
        classified = in_danger(self._situations.made_exact(found, statements, surely_denied(not_about)), danger)
        word_for_word = self._topics.exactly(plain)
        in_words = asking_parts(self._words, plain, clauses)
        read = asked_questions(typed, self._words, plain, clauses, in_words)
        asked = word_for_word or tuple(topic for topic in read if topic in self._known and self._names(plain, topic))
        parts_asking = (part for part in clauses if part in in_words)
        topics = asked or (self._topics.first_of(plain, *parts_asking) if asking else ())
        if topics and topics[0] in ABOUT_UNDOING:
            classified = self._situations.without_unnamed_tool(plain, classified)
        # Who asks something that has an answer here is not turned away, nor taken to tell a story by a few words.
        short = len(plain) <= _SHORT_QUESTION and not self._words.tells_of_payment(plain)
        hunch = asking and short and classified.score < _SURELY_A_STORY and classified.situation not in _ASKED_ABOUT
        hunch = hunch or (self._words.only_wonders(plain) and not danger)
        answerable = bool(topics) and (classified.situation == OUT_OF_SCOPE or hunch)
        return Reading(
            situation=None if answerable else classified.situation,
            score=0.0 if answerable else classified.score,
            alternatives=classified.alternatives,
            answers=self._situations.fitting(told, classified),
            details=facts.details,
            danger=danger,
            surely_in_danger=sure,
            topics=topics,
            perhaps_asked=typed.perhaps_asks(in_words & {*clauses} or in_words),
            surely_asked=frozenset(one for one in topics if one in word_for_word or read.get(one, 0.0) >= _NO_DOUBT),
            plain=plain,
            clauses=clauses,
            telling=telling,
            statements=statements,
            told=told,
            asking=asking,
            interrogative=bool(in_words),
            stated=self._situations.fitting(stated, classified),
            denied=denied,
            not_about=not_about,
            request=None if word_for_word and (request or "").startswith(DRAFT) else request,
            feeling=None if is_bare(plain) else typed.feeling(plain),
            amends=amends,
            reported=self._words.reports(plain),
            part=part,
            denies_all=self._words.not_done(parts) == {*parts},
        )

    def _statements(
        self, typed: TypedMessages, plain: str, clauses: tuple[str, ...], happened: Iterable[str]
    ) -> tuple[str, ...]:
        """The parts of what happened that ask nothing, or tell of a payment whatever they ask."""
        unasked = typed.statements(plain, clauses)

        quoted = said_to_the_writer(clauses or (plain,))

        def tells(part: str) -> bool:
            return self._words.tells_of_payment(part) and not self._words.asks(compact(part))

        def states(part: str) -> bool:
            told = part in unasked or is_bare(part) or (clauses and self._wording.answers(part, _SAID_PLAINLY))
            return part in quoted or bool(told and not asks_in_words(self._words, part))

        return tuple(part for part in happened if states(part) or tells(part))

    def _denied(self, typed: TypedMessages, plain: str, clauses: Iterable[str], now: datetime) -> Mapping[str, str]:
        """The answers that a text says are not so, or no longer, by the words of its clauses and by the models."""
        said = tuple(clauses)
        ended = next(filter(None, map(self._wording.over.found, (plain, *said))), ())
        over = {IN_CONTACT: ended[0]} if ended else {}
        parts = self._words.denied_parts(said)
        if not parts:
            return over
        short = [part for part in parts if len(part) <= _A_DENIAL]
        by_model = {name: option for name, (option, _) in typed.told(short, typed.questions).items()}
        return {**by_model, **find_facts(",".join(parts), _zoned(now), self._wording).answers, **over}

    def _names(self, plain: str, topic: str) -> bool:
        """Whether a text names what a topic is about, where a model mistakes much for it: a number, or the program."""
        number = _ABOUT_A_NUMBER.search(topic)
        if topic in _OF_US and not self._words.speaks_of_us(plain):  # 「挂了会不会扣我钱」
            return False
        return number is None or number[0] in plain or bool(_OFFICIAL_LINE.search(plain))

    def _undone(self, told: Mapping[str, str], parts: tuple[str, ...], now: datetime) -> frozenset[str]:
        """The questions whose answer in a text is of something that it says was not done: 「没有共享屏幕」."""
        claimed = claimed_only(told, parts, _zoned(now), self._wording)
        doubtful = [name for name, done in DONE_ONLY.items() if told.get(name) in done]
        each = each_part(parts)
        kept = self._words.happened(each)
        if not doubtful or kept == each:
            return claimed
        lost = (one for one in each if one not in kept)
        undone, done = (find_facts(",".join(some), _zoned(now), self._wording).answers for some in (lost, kept))
        return claimed | {name for name in doubtful if undone.get(name) == told[name] != done.get(name)}

    def mentions(self, text: str, now: datetime) -> Mentions:
        """Every time and every sum that `text` names, whatever it tells beside them."""
        plain = self.plain(text)
        times = find_times(plain, _zoned(now), self._wording.festivals)
        amounts = find_amounts(plain, self._wording.sums, [time.span for time in times])
        return Mentions(plain, tuple(times), tuple(amounts))

    def surely_answers(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading answers a question beyond doubt, whatever else it asks or tells."""
        orders = not reading.telling and (reading.clauses or self._orders(self._typed, reading.plain))
        if orders or reading.request == "forget":  # 「delete everything you know about me」 is no contact that ended
            return False
        return self._typed.surely_answers(question, reading.plain, reading.telling)

    def says_again(self, reading: Reading) -> bool:
        """Whether the text of a reading tells of something that comes once more: 「他还要再来取一次」."""
        return self._words.comes_again(reading.plain)

    def answers_nothing(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading is rather said beside a question than in answer to it."""
        return self._typed.reads(question) and self._typed.rather_answers_nothing(question, reading.plain)

    def rather_answers(self, question: str, reading: Reading) -> bool:
        """Whether the text of a reading answers a question rather than asking one.

        A part with a word that asks, where it asks something known, answers none: 「三百块会不会太少警察不管」.
        """
        parts = (reading.plain, *reading.clauses)
        if reading.topics:
            parts = tuple(part for part in parts if not asks_in_words(self._words, part))
        return self._typed.rather_answers(question, parts)

    def read_told(
        self, reading: Reading, questions: Iterable[str], asked: str | None = None, answered: Iterable[str] = ()
    ) -> Mapping[str, tuple[str, float]]:
        """What the statements of a reading tell of some questions, besides the one that was asked, and how surely.

        Where it amends, it is rather taken for something that was `answered`; a word or two (「不认识」) changes
        nothing of that, and what is only demanded is not how it was paid. In a story, where nothing was answered yet,
        and beside a question only what is sure counts.
        """
        before = frozenset(answered)
        amending = before if reading.amends else before & reading.denied.keys()
        by_words = _WORDS_FIRST & reading.told.keys() | (_NO_SUMS if "amount" in reading.told else frozenset())
        brief = len(reading.plain) <= _A_WORD and not reading.amends
        kept = before - {IN_CONTACT} - reading.told.keys() if brief else frozenset[str]()
        demanded = self._only_demanded(reading.clauses or (reading.plain,), reading.told, reading.surely_in_danger)
        summoned = {IN_CONTACT} if reading.told.get("official_asks") == "come" else set[str]()  # by no swindler
        by_words |= {name for name, value in _DENIED.items() if reading.told.get(name) == value}
        if reading.told.get(MONEY_GONE) == "paid" and "amount" in reading.told:
            by_words |= {MONEY_GONE}  # 「没交 就交了300」
        left = by_words | kept | summoned | (HOW_PAID if demanded else kept)
        wanted = [question for question in questions if question not in left]

        only_sure = not before or (reading.asking and not reading.amends)

        def hear(parts: Iterable[str]) -> Mapping[str, tuple[str, float]]:
            return self._typed.told(parts, wanted, asked, amending=amending, only_sure=only_sure)

        told = dict(hear(reading.statements))
        if any(value in DONE_ONLY.get(name, ()) for name, (value, _) in told.items()):
            done = hear(self._words.happened(reading.statements))
            told = {
                name: read
                for name, read in told.items()
                if name not in DONE_ONLY or (name in done and done[name][0] == read[0])
            }
        own = hear(own_parts(reading.statements)) if any(may_be_claimed(name, told[name][0]) for name in told) else told
        return {
            name: (value, sure)
            for name, (value, sure) in told.items()
            if may_be_meant(value, name, reading.told)
            and reading.denied.get(name) != value
            and not (may_be_claimed(name, value) and own.get(name, ("", 0.0))[0] != value)
            and self._wording.names(name, reading.plain)
            and self._wording.names(f"{name}_{value}", reading.plain)
        }

    def _only_demanded(self, parts: Sequence[str], answers: Mapping[str, str], danger: frozenset[str]) -> bool:
        """Whether plain parts tell of a payment that is demanded, or of access that is, and of none that was made."""
        counted = "paid_parts" in answers  # 「总共三笔」
        demanded = answers.get(IN_CONTACT) == "asked_for_more" or not (counted or _DEMANDS.isdisjoint(danger))
        return nothing_but_wanted(parts) or (demanded and not any(map(self._words.tells_of_payment, parts)))

    def read_answer(
        self,
        question: str,
        options: Mapping[str, Sequence[str]],
        typed: str,
        text: str,
        now: datetime,
        heard: Reading | None = None,
    ) -> str | None:
        """The answer that `text` gives to `question`.

        Args:
            question: its name in ``content/questions.yaml``.
            options: for each option id, its label and other wordings.
            typed: ``nothing``, ``amount`` or ``time``: what it takes beside its options.
            text: what the person typed.
            now: the moment it was typed.
            heard: the reading of the same text at the same moment, where there is one.

        Returns:
            An option id, an encoded amount or time, or None when it answers nothing.
        """
        plain = (heard.plain if heard else "") or self.plain(text)
        if heard and heard.telling != heard.clauses:
            plain = ",".join(heard.telling)
        if not plain:
            return None
        answers = dict(heard.told if heard and heard.plain else find_facts(plain, _zoned(now), self._wording).answers)
        if question == "child_age" and (age := child_age(plain, asked=True)):
            answers[question] = age
        value = answers.get({"amount": "amount", "time": "paid_at"}.get(typed, ""))
        if typed == "time" and value is None:
            alone = (dated(plain), *(heard.telling if heard else self._clauses(text)))
            value = time_alone(alone, _zoned(now), self._wording)
        # 「没报警 警察管不管」: what a question tells is no answer.
        said, otherwise = (heard.stated if heard and heard.interrogative else answers).get(question), True
        if self._typed.reads(question):
            clauses = heard.telling if heard else self._clauses(text)
            read, sure = self._typed.answer(question, plain, clauses) or (None, 0.0)
            feels = question == IN_CONTACT and heard and heard.feeling and sure < _BEYOND_A_FEELING and read != said
            done = () if feels else self._words.happened(each_part(clauses or (plain,)))
            read = None if feels else read
            if read in DONE_ONLY.get(question, ()):
                read, sure = (self._typed.answer(question, ",".join(done), done) if done else None) or (None, 0.0)
            pressed = (said, read) == (WANTED, TALKING)  # 「还在群里催我」
            doubtful = sure < _SURER_THAN_WORDS and (said, read) != (TALKING, WANTED)  # 「还在联系 又说要两万」
            if said and (doubtful or pressed) and said in options and not is_bare(plain):
                read = read and said  # 「下午去派出所报了警」: the words say it, and the model only guesses
            denied = self._words.not_done(clauses or (plain,)) == {*(clauses or (plain,))}
            otherwise = read is None and not (feels or denied or self._typed.answers_nothing(question, plain))
            if read and not may_be_meant(read, question, answers):  # 「人民币」 is not the digital one
                read = None
            said = read or (said if otherwise else None)
            if question in _WORDS_FIRST or answers.get(question, "") == _DENIED.get(question):
                said = answers.get(question, said)
        ranked = self._situations.rank(plain) if self._situations.names & options.keys() else ()
        wordings = {option: tuple(map(self._own_plain, words)) for option, words in options.items()}
        found = choose(wordings, plain, value, said, self._words, ranked, otherwise=otherwise)
        if question == IN_CONTACT and found in self._wording.over.found(plain):
            return STOPPED if STOPPED in options else None  # 「屏幕共享刚关掉」
        parts = heard.clauses if heard else self._clauses(text)
        if found == WANTED:  # 「他让我念验证码 我念了」, 「让我去所里做笔录」
            found = without_money_wanted({IN_CONTACT: found}, parts).get(IN_CONTACT)
        parts = parts or (plain,)
        if (found == STOPPED and not own_parts(parts)) or (question in HOW_PAID and nothing_but_wanted(parts)):
            return None
        return None if heard and found == heard.denied.get(question) else found


def _zoned(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=CHINA)
