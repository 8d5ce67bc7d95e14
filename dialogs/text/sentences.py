"""Sentences and clauses of a text, and what the words of one do to it: deny, correct, doubt, ask.

Lengths are in characters of the compact spelling (`compact`). Time grows linearly with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dialogs.library.models.base import Record, Text
from dialogs.text.demands import only_wanted
from dialogs.text.expression import Expression

NEAR = 6  # characters on either side of a word in which a denial counts
CLOSE = 3  # characters before a word in which "need not" counts

Span = tuple[int, int]

_SENTENCE_END = Expression(r"[。！？；!?;\n\r\u2028\u2029]")
_CLAUSE_END = Expression(r"[。！？；!?;\n\r\u2028\u2029，,：:|｜（）()—]")
# 「交了就能放款」 promises what comes of a payment that was not made.
_PROMISED = Expression(r"[转付给交打充补还汇]了(?:以后|之后)?[就才便](?:能|可以|会|给|放|退|返|解|提|肯)")
# 「是上周五转的三万」, 「交给上门的人了」
_WAS_PAID = Expression(
    r"(?<![要让叫])(?:转|付|打|汇|充|交)的(?=[\d一二两三四五六七八九十几百千万]|$|[,，。\s])"
    r"|(?<![没未要让叫])(?<!没有)(?:转|打|汇|交|递)给[^,。;!?]{1,10}了(?![就才吗么])"
)
# 「165打了」 and 「打了客服」 are calls.
_CALLED = Expression(
    r"(?<!\d)(?:1[12]\d|165|123\d\d|95\d{3}|96110|18222|99\d|电话|热线|客服|银行|反诈)(?:我|都|也|已经|就|刚){0,2}打了"
    r"|打了(?:个|几个|好几个|一个)?(?:电话|热线|客服|银行|反诈|(?:1[12]\d|165|123\d\d|95\d{3}|96110|18222|99\d)(?!\d|元|块|给|过去))"
)
_BUT = Expression(r"\s+|但是?|可是|不过")
_PAUSES = "哦啊呃嗯哎额唉诶 "
_DONE, _GOES_ON = "了", "着呢"
_WHETHER = "是不是"  # asks, and denies nothing
# Before either half of 「不是 A 是 B」.
# 「警察管不管」, but not 「不管对方收没收款」
_A_NOT_A = Expression(
    r"^(?!.*(?:(?<!管)不管|无论|不论|甭管|没(?:有)?(?:去)?(?:看|注意|留意|查)))"
    r".*?(?:(?<![不没])([\u4e00-\u9fff])[不没]\1|[收到领退回还接]了没有?(?=$|[我你看,。?;!呢啊呀]))"
)
_NOT_BUT = Expression(
    r"(?=(?<!是)不是|唔係|唔系|\bnot\b)|(?<=[\u3400-\u9fff]{2})(?=[不没]在(?!线|乎|家)|[不没]走|没用[微支银云红现])|(?<=[^就也都还不唔可只要正算共计总])(?=[是係系](?!不是|的))"
    r"|(?<=[\u3400-\u9fff]{3})(?=就是|只是|就想|只想)"
)
_IT_IS_NOT = Expression(r"(?:都说了|我说了|我)?(?:不是|并不是|唔係|唔系|没有用|没用|not)\s?(.+)")
# 「我不在大陆」, 「没走微信」, 「他没有不理我」; it tells what is so, too, where another clause does.
_IT_IS_ELSE = Expression(
    r"(?:我们?|本人|人|钱|他|她|对方|其实|现在|根本|压根|并|也){0,4}(?:[不没]在(?!线|乎|家)|[不没]走|[没不](?:有)?用(?=[微支银云红现手])|没有?(?=不)|不是(?=[没不]))\s?(.+)"
)
_NO_SUCH_EVENT = Expression(
    r"(?:(?:都说了|我说了|这|我)?(?:也|又|并|根本)?(?:不是|唔係|唔系|not)\s?|(?:我们?|账号|号|微信|根本|也|又|都|并){0,3}(?:没有?|冇)(?:人)?(?=(?:账号|号|微信|银?行?卡|钱){0,2}(?:被|冒充|敲诈|勒索|盗|骗)))(.+)"
    r"|^(?:这|我|其实|根本|也|又){0,3}(?:[跟和与同])(.{2,8}?)(?:(?:没有?|冇)(?:啥|什么|半点|一点)?关系?|无关|不相干|不搭界)$"
)
# 「验证码没给过」, 「我没有卖卡」: nothing was given, opened or handed over.
_NOT_DONE = Expression(
    r"^(?:我们?|[他她它]们?|对方|人家|骗子|客服|也|都|并|从来?|还|其实|根本|又|就){0,4}(?:没|没有|未|冇|唔曾)(?:有)?(?:把)?(?:给|填|输|说|告诉|共享|屏幕|远程|开|下载|下(?:软件|app)|装|点|扫(?!到|出)|发|报|念|刷|拍|传|卖|租|泄|透|让[他她它](?:看|控制|操作))(?!通|不)"
    r"|^(?:我|也|都){0,2}不(?:会)?共享(?:屏幕)?(?:的|了)?$|(?:没有?|冇)(?:有)?被?(?:他|人)?(?:远程)?控制"
    r"|(?:码|密|卡号?|证|照片?|屏幕|信息|软件|app|链接|人脸|共享|会议)(?:都|也|是|我|并|从来?|一直|倒){0,3}(?:没|没有|未|冇)(?:有)?(?:给|说|填|发|报|告诉|输|念|开|共享|透|泄|装|下|卖|点|刷|拍)"
)
# 「他给我发过身份证照片」, 「他给了个卡号」: what the other side gave.
_GIVEN_TO_ME = Expression(
    r"^(?:[他她]们?|对方|人家|那边|那人|骗子|客服|老师)(?:就|又|还|先|后来|直接|当时|还给我|也){0,3}(?:给|发|报|甩|丢)"
    r"(?:我(?!妈|爸|家|们|的)(?:发|看|报|传|寄|拍|讲|说|出示|展示)?(?:过|了)?|(?:了|来|过来?)(?:我)?)(?:[一两几]?(?:个|张|串|份|条|段)|[^我]{2,14}$)"
)
# 「我去打110了」, 「那我现在去报警」: who takes leave with it is about to; more words after it tell what came of it.
_ABOUT_TO = Expression(
    r"^(?:(?:我们?|好[的吧]?|行|那|先|就|现在|马上|这就|立刻|赶紧|准备|打算){0,5}去(?:打|拨)(?:个|一下)?(?:电话|报警电话|银行|1[12]\d|9[56]\d{3})(?:电话)?"
    r"|(?:我们?|好[的吧]?|行|那){0,3}(?:先|现在|马上|这就|立刻|赶紧|准备|打算)(?:就|先|我){0,2}(?:去)?(?:报警|报案|去派出所|去警局))(?:了|啦|喽|咯|去|吧|哈){0,2}$"
)
_BEFORE_A_SLIP = Expression(r"^(?:我|刚才?|刚刚|前[面头]|上面|之前|开始|那个|不好意思|抱歉|[,\s]){0,4}")
# 「刚才说他没回，现在回了」, 「上面写没报，是我按错了」: what was said before holds no longer.
_SAID_BEFORE = Expression(
    r"^(?:我)?(?:刚才|刚刚|刚|前面|前头|上面|之前|一开始|开始)(?:我|那里|这里|那)?(?:说|写|填|选|讲)(?:的是|(?=[他她没错是成了]))(.+)"
)
_WITHIN = Expression(r"[，,：:|｜（）()—]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~∼〜", "-"))
_DROPPED = str.maketrans(dict.fromkeys("\"'“”‘’「」『』《》〈〉【】", None))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that hold more than blanks, in order, without the marks that end them."""
    return (text[start:end] for start, end in _parts(text, _SENTENCE_END, 0, len(text)) if text[start:end].strip())


def clauses(text: str) -> Iterator[str]:
    """The clauses of a text that hold more than blanks, in order, without the marks that end them."""
    return (text[start:end] for start, end in _parts(text, _CLAUSE_END, 0, len(text)) if text[start:end].strip())


def sentence_spans(text: str) -> Iterator[Span]:
    """Where the sentences stand; the mark that ends one belongs to none."""
    return _parts(text, _SENTENCE_END, 0, len(text))


def clause_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Where the clauses of the sentence at `start`:`end` stand; a mark between two belongs to none."""
    return _parts(text, _WITHIN, start, end)


def numbered_sentences(text: str) -> list[int]:
    """For each character the number of its sentence, counted from 0; an end mark belongs to its sentence."""
    return _numbered(text, _SENTENCE_END)


def numbered_clauses(text: str) -> list[int]:
    """For each character the number of its clause, counted from 0; an end mark belongs to its clause."""
    return _numbered(text, _CLAUSE_END)


def about_to_call(clause: str) -> bool:
    """Whether a plain clause says that its writer goes now to call or to see somebody."""
    return bool(_ABOUT_TO.match(compact(clause)))


def compact(plain: str) -> str:
    """Plain text for comparing words: without blanks and quotation marks, every dash written `-`."""
    return "".join(plain.translate(_DASHES).translate(_DROPPED).split())


def each_part(clauses: Iterable[str]) -> tuple[str, ...]:
    """Clauses with those parted that a blank or a "but" joins: 「我没转钱 但是共享屏幕了」."""
    return tuple(one for part in clauses for one in _BUT.split(part) if one)


def any_in(words: Iterable[str], text: str) -> bool:
    """Whether any of the words occurs."""
    return any(word in text for word in words)


class SentenceWords(Record):
    """The words that deny, correct, doubt or ask, from `content/zh-Hans/sentences.yaml`, in plain spelling.

    `near`: denials of the word they stand near; `before`: denials only directly before it; `adjacent`: characters that
    deny what follows them at once. `corrections` take a whole sentence back, in it or at the start of the next one;
    `afterwords` only at the start of the next one; `reservations` only in their own. `question_ends` end a question;
    `question_words` and `how` make one, `how` not beside a word of `teaching`; English ones begin with one of
    `first_words`; `what_now` asks what to do after what was told before it.
    `amendments`: the writer amends their own words; `retractions`: clauses that take back those before
    them; `slips`: clauses that only say so; `supposals`: the clause tells what is feared or supposed; `threats`: it
    tells what is to come of not obeying; `still`: begins one that asks nothing with 「呢」 at its end; `which`: asks
    even there; `reported`: somebody else said it; `undone`: begins one that says that something did not happen;
    `denials`: it says what it was not; `paid`: money has been paid; `pressing`: it may be
    wanted still; `once_more`: again; `idle`: somebody only wants to know;
    `us`: the program is spoken of.
    """

    near: tuple[Text, ...]
    before: tuple[Text, ...]
    adjacent: Text
    corrections: tuple[Text, ...]
    afterwords: tuple[Text, ...]
    reservations: tuple[Text, ...]
    question_ends: tuple[Text, ...]
    question_words: tuple[Text, ...]
    first_words: tuple[Text, ...]
    how: tuple[Text, ...]
    what_now: tuple[Text, ...]
    teaching: tuple[Text, ...]
    amendments: tuple[Text, ...]
    retractions: tuple[Text, ...]
    slips: tuple[Text, ...]
    supposals: tuple[Text, ...]
    threats: tuple[Text, ...]
    still: tuple[Text, ...]
    which: Text
    reported: tuple[Text, ...]
    undone: tuple[Text, ...]
    denials: tuple[Text, ...]
    paid: tuple[Text, ...]
    pressing: tuple[Text, ...]
    once_more: tuple[Text, ...]
    idle: tuple[Text, ...]
    us: tuple[Text, ...]

    def denied(self, sentence: str, word: Span, clause: Span) -> bool:
        """Whether the word at a place of a compact sentence is denied by another one of its clause."""
        (start, end), (first, last) = word, clause
        around = sentence[max(first, start - NEAR) : min(max(last, end), end + NEAR)]
        return any_in(self.near, around) or self.denied_before(sentence[first:start])

    def denied_before(self, text: str) -> bool:
        """Whether a text ends in a denial of what follows it."""
        return text.endswith((*self.near, *self.adjacent)) or any_in(self.before, text[-CLOSE:])

    def taken_back(self, sentence: str, following: str) -> bool:
        """Whether the writer does not hold what a compact sentence says; `following` is the start of the next one."""
        return (
            self.corrected(sentence)
            or any_in(self.reservations, sentence)
            or any_in((*self.corrections, *self.afterwords), following)
        )

    def tells_of_payment(self, text: str) -> bool:
        """Whether a plain text says that money has been paid, and not only that it is demanded."""
        return any_in(self.paid, _CALLED.sub("", _PROMISED.sub("", text))) or bool(_WAS_PAID.search(text))

    def presses(self, text: str) -> bool:
        """Whether a plain text may speak of a payment that is wanted, or about to be made."""
        return any_in(self.pressing, text)

    def still_pressed(self, clauses: Sequence[str]) -> bool:
        """Whether a payment that plain clauses speak of may be wanted still: none was made after it, or once more."""
        return any(
            self.presses(one) and (any_in(self.once_more, one) or not any(map(self.tells_of_payment, clauses[n + 1 :])))
            for n, one in enumerate(clauses)
        )

    def comes_again(self, text: str) -> bool:
        """Whether a plain text has a word for once more."""
        return any_in(self.once_more, text)

    def wants_more(self, clauses: Sequence[str]) -> bool:
        """Whether somebody asks for money in a plain clause that tells of none paid, and it was not paid after that."""
        return any(
            self.reports(one)
            and not self.tells_of_payment(one)
            and (any_in(self.once_more, one) or not any(map(self.tells_of_payment, clauses[n + 1 :])))
            for n, one in enumerate(clauses)
        )

    def only_wonders(self, text: str) -> bool:
        """Whether the writer of a plain text says that they only want to know."""
        return any_in(self.idle, text)

    def speaks_of_us(self, text: str) -> bool:
        """Whether a plain text speaks of the program, or of what it costs."""
        return any_in(self.us, text)

    def amends(self, text: str) -> bool:
        """Whether a plain text amends what its writer said before."""
        return any_in(self.amendments, text.replace(_WHETHER, ""))

    def said_instead(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """The parts of an amendment that tell what it was, without those that tell what it was not."""
        told = tuple(clauses)
        # 「3200 哦不对 是2300」: who stops to take back what they have just said tells what it was afterwards.
        back = [place for place, clause in enumerate(told[:-1]) if self.retracts(clause)]
        kept = self.without_slips(told[back[-1] + 1 :] if back else told)
        parts = (part for clause in kept for part in _NOT_BUT.split(clause) if part.strip())
        return tuple(
            part for part in parts if not (any_in(self.denials, part.replace(_WHETHER, "")) or _SAID_BEFORE.match(part))
        )

    def retracts(self, clause: str) -> bool:
        """Whether a clause takes back what stands before it, or only says that it was a slip."""
        return clause.strip(_PAUSES) in self.retractions or self._is_slip(clause)

    def without_slips(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """The clauses without those that only say that it was a slip (「点错了」), where others are left."""
        told = tuple(clauses)
        return tuple(clause for clause in told if not self._is_slip(clause)) or told

    def _is_slip(self, clause: str) -> bool:
        return _BEFORE_A_SLIP.sub("", clause.strip(_PAUSES)).rstrip("了啦的快") in self.slips

    def reports(self, text: str) -> bool:
        """Whether a plain text tells what somebody else said or wanted."""
        return any_in(self.reported, text)

    def told(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """The clauses that tell what is, without what is feared, supposed or threatened.

        「我怕他把我删了」, 「他要是收了」 and 「他说再不交就报警抓我」 tell of nothing that has happened.
        """
        unreal = (*self.supposals, *self.threats)
        return tuple(clause for clause in clauses if not any_in(unreal, clause))

    def threatens(self, text: str) -> bool:
        """Whether a plain text tells what is to come of not obeying."""
        return any_in(self.threats, text)

    def happened(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """The clauses without those that say that something did not happen, or is only asked for.

        「没有人要我交钱」, 「他让我把验证码发给他」
        """
        told = tuple(clauses)
        undone = only_wanted(told) | self.not_done(told) | {one for one in told[-1:] if about_to_call(one)}
        return tuple(clause for clause in told if clause not in undone and not _GIVEN_TO_ME.search(clause))

    def not_done(self, clauses: Iterable[str]) -> frozenset[str]:
        """The clauses that say that something did not happen."""
        return frozenset(one for one in clauses if one.startswith(self.undone) or _NOT_DONE.search(one))

    def denied_parts(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """What clauses say that it is not: of 「不是数字人民币」 the 「数字人民币」."""
        told = tuple(clauses)
        parts = [part for clause in told for part in _NOT_BUT.split(clause)]
        denied = [found[1] for part in parts if (found := _IT_IS_NOT.match(part) or _IT_IS_ELSE.match(part))]
        return (*denied, *(found[1] for clause in told[:-1] if (found := _SAID_BEFORE.match(clause))))

    def said_before(self, clauses: Sequence[str]) -> bool:
        """Whether a clause names what was said before, and others tell how it is: 「刚才说他没回，现在回了」."""
        return any(map(_SAID_BEFORE.match, clauses[:-1]))

    def denied_event(self, clause: str) -> str:
        """What a clause of the writer's own says did not happen to them: of 「不是勒索」 the 「勒索」; else nothing."""
        if self.reports(clause) or self.asks(compact(clause)):
            return ""
        parts = (found for part in _NOT_BUT.split(clause) if (found := _NO_SUCH_EVENT.match(part)))
        return next((found[1] or found[2] for found in parts), "")

    def without_denials(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """The clauses without what they say that it is not: of 「我不在大陆」 and 「我在香港」 the second."""
        parts = [part for clause in clauses for part in _NOT_BUT.split(clause) if part.strip()]
        return tuple(part for part in parts if not _IT_IS_ELSE.match(part))

    def corrected(self, sentence: str) -> bool:
        """Whether a compact sentence calls something untrue."""
        return any_in(self.corrections, sentence)

    def asks_in_english(self, clause: str) -> bool:
        """Whether a plain clause begins as an English question does."""
        words = clause.split()
        return len(words) > 1 and words[0] in self.first_words

    def what_now_only(self, plain: str, asking: frozenset[str]) -> frozenset[str]:
        """The asking parts of a plain text that only ask what to do after what they tell; all, where no other asks."""
        found = frozenset(part for part in asking if self._only_asks_what_now(compact(part)))
        return asking if found and asking - {plain} <= found else found

    def _only_asks_what_now(self, clause: str) -> bool:
        """Whether a compact clause tells of something done and asks no more than what to do: 「转错人了怎么办」."""
        clause = clause.rstrip("?")
        told = clause.removesuffix(max(filter(clause.endswith, self.what_now), key=len, default=""))
        done = told != clause and (told.endswith(_DONE) or self.tells_of_payment(told))
        return done and not self.asks(told) and self.told([told]) == (told,)

    def asks(self, clause: str) -> bool:
        """Whether a compact clause, with its question mark, asks something."""
        goes_on = clause.startswith(self.still) or clause.endswith(_GOES_ON)  # 「还没给呢」, 「共享着呢」
        if clause.endswith("呢") and goes_on and not any_in(self.which, clause):
            clause = clause[:-1]
        how = any_in(self.how, clause) and not any_in(self.teaching, clause)
        words = _A_NOT_A.search(clause) or any_in(self.question_words, clause)
        return bool(how or words or clause.endswith(self.question_ends))


def _parts(text: str, ends: Expression, start: int, end: int) -> Iterator[Span]:
    """The stretches between separators; a separator itself belongs to no stretch."""
    for match in ends.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _numbered(text: str, ends: Expression) -> list[int]:
    numbers: list[int] = []
    for number, found in enumerate(ends.finditer(text)):
        numbers.extend([number] * (found.end() - len(numbers)))
    last = numbers[-1] + 1 if numbers else 0
    numbers.extend([last] * (len(text) - len(numbers)))
    return numbers
