"""Every sentence of SECURITY.md, and what docs/operating.md promises about data, with the tests that prove it.

A sentence stands here by its beginning. One that is not listed fails, and so does a test that is not there.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.console.session import Session, files_of
from bot.telegram.logs import describe
from dialogs.dialog import Dialog
from tests.dialogs.talk import NOW, Talk
from tests.telegram_double.double import TOKEN

ROOT = Path(__file__).resolve().parents[2]
STORE, TELEGRAM, PACKAGING, SECURITY = "bot/store", "bot/telegram", "packaging", "security"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ADVICE: tuple[str, ...] = ()  # says what people should do, or what others do: there is nothing of ours to prove

KEPT = f"{STORE}/test_kept.py"
BOT = f"{SECURITY}/test_bot.py::test_answers_and_the_first_story_are_kept_and_neither_forwards_nor_secrets"
FOLDER = f"{SECURITY}/test_working_folder.py"
OPERATING = f"{PACKAGING}/test_operating.py"
SETTINGS = "cli/test_settings.py"
COMPOSE = f"{PACKAGING}/test_compose.py"
KILLED = (
    "reliability/test_kill.py::test_polling_on_sqlite_survives_kills",
    "reliability/test_kill.py::test_two_replicas_on_postgresql_survive_kills",
)

SECURITY_PAGE: dict[str, tuple[str, ...]] = {
    "没叫它存，": (
        "cli/test_console_command.py::test_what_nobody_asked_for_is_not_written",
        f"{FOLDER}::test_the_console_runs_nothing_of_the_folder_and_leaves_nothing_there",
    ),
    "存的文件只有自己能读": (
        "console/test_files.py::test_only_its_owner_can_read_a_file",
        "console/test_files.py::test_a_file_that_is_there_stays_as_it_is",
        "console/test_files.py::test_nothing_is_overwritten",
        "console/test_transcript.py::test_a_file_that_is_there_is_left_alone",
    ),
    "存下来的对话和案情里没有": (
        "console/test_transcript.py::test_a_saved_conversation_is_its_owners_alone_and_holds_no_secret",
        "security/test_promises.py::test_no_case_taken_along_holds_a_secret",
    ),
    "存的是：": (
        f"{SECURITY}/test_promises.py::test_what_is_filled_into_a_paper_is_kept_as_it_was_typed",
        f"{KEPT}::test_every_table_is_purged_or_has_its_reason",
        "dialogs/test_receipts.py::test_nothing_of_it_counts_before_it_is_confirmed",
        "dialogs/test_receipts.py::test_a_wrong_reading_is_dropped",
        BOT,
    ),
    "选的、写的是哪种文字": (
        "editions/test_choice.py::test_it_is_kept_with_the_case_and_goes_with_it",
        "editions/test_choice.py::test_before_anything_is_written_the_client_decides",
        BOT,
    ),
    "最先讲清遭遇的那段话": (
        f"{SECURITY}/test_promises.py::test_of_what_is_told_only_the_first_message_is_kept",
        BOT,
        f"{TELEGRAM}/test_together.py::test_a_crash_within_the_window_loses_nothing_and_nothing_was_stored",
        f"{SECURITY}/test_promises.py::test_the_store_knows_no_pictures",
    ),
    "密码、验证码、证件号、你的银行卡号认得出来": (
        "dialogs/test_secrets.py::test_every_form_of_a_secret_is_struck_out_whole",
        "dialogs/test_secrets.py::test_no_form_of_a_secret_gets_into_a_paper",
        "dialogs/test_secrets.py::test_a_pasted_secret_is_answered_with_a_warning_and_is_nowhere_in_the_case",
        "dialogs/test_secrets.py::test_sums_times_orders_and_the_account_of_the_other_side_are_kept",
        BOT,
    ),
    "存的内容用 AES-256-GCM": (
        f"{STORE}/test_keys.py::test_encryption_hides_binds_and_detects",
        f"{STORE}/test_maintenance.py::test_a_row_moved_to_another_chat_does_not_open",
        f"{STORE}/test_maintenance.py::test_nothing_a_person_said_can_be_read_in_the_database",
    ),
    "没有密钥的人只看得到": (
        f"{KEPT}::test_a_cases_row_tells_only_its_last_day",
        f"{KEPT}::test_a_reminders_row_tells_neither_what_it_is_about_nor_when_somebody_paid",
        f"{KEPT}::test_the_columns_in_the_clear_are_these",
    ),
    "聊天号码只存带密钥的哈希": (
        f"{KEPT}::test_no_sealed_text_holds_a_chats_id",
        f"{KEPT}::test_an_address_goes_with_its_message_and_fits_no_other_chat",
        f"{STORE}/test_keys.py::test_a_chat_is_known_by_a_hash_that_needs_the_key",
    ),
    "30 天没用，": (
        f"{STORE}/test_store.py::test_what_outlived_its_time_goes",
        f"{KEPT}::test_a_changed_row_lives_no_longer",
        f"{KEPT}::test_every_table_is_purged_or_has_its_reason",
    ),
    "`/forget` 立刻删掉": (
        f"{SECURITY}/test_bot.py::test_forgetting_leaves_nothing_of_the_chat_in_any_table",
        f"{STORE}/test_forgotten.py::test_nothing_of_it_is_left_in_any_file_nor_after_a_restart",
        f"{STORE}/test_forgotten.py::test_the_last_answer_leaves_no_trace_once_it_is_sent",
    ),
    "更新号记 24 小时，里面": (
        f"{STORE}/test_store.py::test_updates_are_remembered_for_a_day",
        f"{KEPT}::test_the_columns_in_the_clear_are_these",
    ),
    "群里只记设置": (
        "bot/groups/test_check.py::test_no_case_and_nothing_about_members_is_stored",
        "bot/groups/test_guard.py::test_the_log_shows_what_was_done_and_nobody",
        f"{STORE}/test_groups.py::test_the_log_is_short_and_forgets",
        f"{STORE}/test_groups.py::test_reports_in_vain_are_counted_by_member_and_forgotten",
    ),
    "管理员说判断对不对": (
        "bot/groups/test_feedback.py::test_an_admins_word_is_kept_without_the_words",
        "bot/groups/test_feedback.py::test_the_words_are_kept_masked_only_after_a_button_of_their_own",
        f"{STORE}/test_groups.py::test_the_last_word_on_a_verdict_counts_and_its_text_only_with_consent",
    ),
    "机器人离开群": (
        "bot/groups/test_guard.py::test_after_it_was_removed_only_the_settings_are_left_for_30_days",
        f"{STORE}/test_groups.py::test_leaving_a_group_leaves_its_setting_and_spared_words_for_30_days",
    ),
    "日志里没有人打的字": (BOT, f"{STORE}/test_database.py::test_an_error_tells_no_values"),
    "收到的链接从不打开": (
        f"{SECURITY}/test_promises.py::test_only_the_bots_own_requests_use_the_network",
        f"{TELEGRAM}/test_render.py::test_what_clients_link_by_themselves_is_code",
        f"{TELEGRAM}/test_conversations.py::test_what_a_person_typed_is_never_a_link_or_markup",
        "cards/test_lure.py::test_baits_are_broken_and_words_stay",
    ),
    "Telegram 自己看得到聊天": ADVICE,
    "怎么备份、": ADVICE,
    "token 和密钥是秘密": (
        f"{PACKAGING}/test_audit.py::test_no_secret_setting_has_its_value_in_the_repository",
        f"{PACKAGING}/test_audit.py::test_no_file_holds_a_bare_key",
        f"{COMPOSE}::test_the_secret_is_a_file_that_neither_the_repository_nor_the_image_gets",
    ),
    "日志和出错的话里没有它们": (
        f"{TELEGRAM}/test_service.py::test_the_settings_show_no_secret",
        f"{TELEGRAM}/test_bot.py::test_a_proxy_that_cannot_be_used_is_said_without_its_password",
        f"{STORE}/test_keys.py::test_what_is_no_key_is_refused_without_being_shown",
        f"{SETTINGS}::test_a_file_that_others_can_read_or_that_is_not_there_is_refused",
        f"{SECURITY}/test_promises.py::test_an_error_with_the_token_in_it_is_logged_without",
    ),
    "工作文件夹里的程序和设置": (
        f"{FOLDER}::test_the_console_runs_nothing_of_the_folder_and_leaves_nothing_there",
        f"{FOLDER}::test_the_commands_of_the_store_run_and_obey_nothing_of_the_folder",
        f"{FOLDER}::test_a_process_that_reads_pictures_runs_nothing_of_the_folder",
        f"{FOLDER}::test_the_image_looks_into_no_folder_that_can_be_written_to",
        f"{SETTINGS}::test_what_lies_in_the_folder_is_not_obeyed",
        f"{SETTINGS}::test_a_file_that_others_can_read_or_that_is_not_there_is_refused",
    ),
    "一个设置文件不能": (
        f"{SETTINGS}::test_a_file_cannot_lead_the_environments_token_to_another_server",
        f"{SECURITY}/test_token.py::test_no_answer_leads_the_token_elsewhere",
    ),
    "没有设密钥，": (
        f"{STORE}/test_keys.py::test_a_key_file_is_made_once_for_its_owner_only",
        f"{COMPOSE}::test_the_key_is_a_secret_that_no_volume_holds",
    ),
    "PostgreSQL 没有密钥文件": (f"{STORE}/test_keys.py::test_postgresql_needs_a_key_from_a_setting",),
    "没有密钥，存的东西": (
        f"{STORE}/test_keys.py::test_a_key_file_lost_is_not_replaced_by_a_new_one_that_cannot_read",
        f"{OPERATING}::test_no_backup_holds_the_key_but_what_was_forgotten_later",
    ),
    "备份里有后来被 `/forget`": (f"{OPERATING}::test_no_backup_holds_the_key_but_what_was_forgotten_later",),
    "`--webhook` 默认只听本机": (
        f"{SETTINGS}::test_a_webhook_listens_on_this_machine_only_unless_told_otherwise",
        f"{COMPOSE}::test_only_the_proxy_is_open_and_only_for_updates",
    ),
    "`./scripts/audit` 找": (
        f"{PACKAGING}/test_audit.py::test_a_secret_is_found",
        f"{PACKAGING}/test_audit.py::test_every_pin_of_every_lock_is_looked_up",
        f"{PACKAGING}/test_audit.py::test_the_exit_code_tells_a_flaw_from_a_look_up_that_was_none",
    ),
}

OPERATING_PAGE: dict[str, tuple[str, ...]] = {
    # 备份
    "备份里没有密钥，": (f"{OPERATING}::test_no_backup_holds_the_key_but_what_was_forgotten_later",),
    "一台机器（机器人不用停）": (f"{OPERATING}::test_a_backup_of_a_running_bot_can_be_put_in_its_place",),
    "`secrets/key` 另外存一次": ADVICE,
    "两个副本：": ADVICE,  # PostgreSQL's own tool
    "恢复：": (f"{OPERATING}::test_a_backup_of_a_running_bot_can_be_put_in_its_place",),
    "恢复以后：": (f"{OPERATING}::test_no_backup_holds_the_key_but_what_was_forgotten_later",),
    "所以备份别存过": ADVICE,
    "确认没事以后": ADVICE,
    # 换密钥、换 token
    "数据库的密钥": (f"{SETTINGS}::test_the_key_may_be_in_a_file_elsewhere",),
    "第一个用来写": (f"{STORE}/test_maintenance.py::test_keys_are_rotated_without_a_gap",),
    "每一步都是改": ADVICE,
    "1. 旧、新两行": (f"{STORE}/test_maintenance.py::test_keys_are_rotated_without_a_gap",),
    "只有一个进程时可以跳过": (f"{OPERATING}::test_a_key_is_rotated_as_told",),
    "2. 新、旧两行": (f"{STORE}/test_maintenance.py::test_keys_are_rotated_without_a_gap",),
    "3. 把旧的重新加密": (f"{OPERATING}::test_a_key_is_rotated_as_told",),
    "有一条被人动过": (f"{KEPT}::test_one_changed_value_does_not_stop_a_rotation_and_is_named",),
    "4. 只留新的": (f"{OPERATING}::test_a_key_is_rotated_as_told",),
    "旧密钥和最后一份": ADVICE,
    "不做第 3 步": (f"{KEPT}::test_what_is_used_gets_the_new_key_by_itself",),
    "token：": ADVICE,
    "排队的消息用新 token": (f"{TELEGRAM}/test_trouble.py::test_what_was_not_sent_before_a_restart_is_sent_after_it",),
    "webhook 的密码：": ADVICE,
    "换的时候旧密码": (f"{TELEGRAM}/test_webhook.py::test_only_telegram_gets_in",),
    # 保证什么
    "怎么试的、": ADVICE,
    "每条更新只算一次": (f"{STORE}/test_store.py::test_an_update_counts_once_whoever_gets_it", *KILLED),
    "更新号记 24 小时，": (f"{STORE}/test_store.py::test_updates_are_remembered_for_a_day",),
    "每句回答至少发一次": (
        f"{TELEGRAM}/test_trouble.py::test_a_lost_answer_repeats_one_message_and_loses_none",
        *KILLED,
    ),
    "一个人的消息按顺序": (
        f"{TELEGRAM}/test_processor.py::test_one_chat_in_order_and_others_beside_it",
        f"{TELEGRAM}/test_trouble.py::test_a_flood_is_asked_once_to_slow_down_and_delays_nobody",
    ),
    "十个人一起发最费劲的": (
        "strangers/test_strangers.py::test_strangers_are_answered_beside_an_attack_and_a_stop_is_obeyed",
    ),
    "群里一个人一分钟": (
        "bot/groups/test_handlers.py::test_a_quota",
        "bot/groups/test_handlers.py::test_who_asks_too_much_silences_nobody_else",
        "bot/groups/test_handlers.py::test_all_members_together_get_what_telegram_sends_in_a_minute",
        "bot/groups/test_answers.py::test_members_take_nothing_of_the_admins_commands",
    ),
    "最后一次使用满 30 天": (
        f"{STORE}/test_store.py::test_what_outlived_its_time_goes",
        f"{KEPT}::test_a_changed_row_lives_no_longer",
        f"{STORE}/test_forgotten.py::test_nothing_of_it_is_left_in_any_file_nor_after_a_restart",
    ),
    "停止在 10 秒之内": (
        f"{TELEGRAM}/test_processor.py::test_a_stop_waits_for_what_has_come_and_not_for_ever",
        f"{TELEGRAM}/test_stop.py::test_while_telegram_does_not_answer",
        f"{TELEGRAM}/test_stop.py::test_during_a_flood",
        f"{TELEGRAM}/test_webhook.py::test_a_stop_settles_what_is_under_way",
        f"{TELEGRAM}/test_trouble.py::test_what_was_not_sent_before_a_restart_is_sent_after_it",
    ),
    "不保证：": (
        f"{TELEGRAM}/test_bot.py::test_who_waits_behind_a_full_batch_is_fetched_though_its_first_is_not_settled",
        f"{TELEGRAM}/test_processor.py::test_what_is_let_go_is_processed_and_asked_for_again_at_a_stop",
    ),
    "停机超过 24 小时": ADVICE,
    "30 天没发出去": (f"{KEPT}::test_every_table_is_purged_or_has_its_reason",),
    "对方拉黑了机器人": (
        f"{TELEGRAM}/test_trouble.py::test_somebody_who_blocked_the_bot_gets_nothing_more",
        f"{TELEGRAM}/test_trouble.py::test_a_message_telegram_refuses_goes_out_in_plain_words",
    ),
    "总是发不出、": (f"{TELEGRAM}/test_trouble.py::test_what_never_goes_out_while_others_do_is_dropped",),
    "让处理失败 3 次": (f"{TELEGRAM}/test_trouble.py::test_an_update_that_ends_the_process_is_set_aside_in_the_end",),
    "群里的设置留到": (
        "bot/groups/test_guard.py::test_after_it_was_removed_only_the_settings_are_left_for_30_days",
        "bot/groups/test_guard.py::test_who_adds_it_again_finds_the_settings",
    ),
    "PostgreSQL 删掉的行": (f"{STORE}/test_maintenance.py::test_nothing_a_person_said_can_be_read_in_the_database",),
    "备份里的东西删不到": (f"{OPERATING}::test_no_backup_holds_the_key_but_what_was_forgotten_later",),
}


def sentences(text: str) -> list[str]:
    """The Chinese sentences of a page's part, without marks; commands and tables are tested elsewhere."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line for line in text.splitlines() if CHINESE.search(line) and not line.startswith(("#", "|"))]
    joined = "\n".join(re.sub(r"^\s*- |\*\*", "", line) for line in lines)
    return [found.strip() for found in re.split(r"。|\n(?=\S)", joined) if CHINESE.search(found)]


def part(page: str, *titles: str) -> str:
    text = (ROOT / page).read_text("utf-8")
    return "\n".join(re.findall(rf"^## (?:{'|'.join(titles)})\b.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))


PAGES = [
    (SECURITY_PAGE, part("SECURITY.md", "终端", "Telegram 机器人", "开机器人的人")),
    (OPERATING_PAGE, part("docs/operating.md", "备份", "换密钥", "保证什么")),
]


@pytest.mark.parametrize(("claims", "text"), PAGES, ids=["SECURITY.md", "operating.md"])
def test_every_sentence_has_its_test(claims: dict[str, tuple[str, ...]], text: str):
    found = sentences(text)
    assert len(found) > 20
    claimed = {sentence: [start for start in claims if sentence.startswith(start)] for sentence in found}
    assert {sentence: starts for sentence, starts in claimed.items() if len(starts) != 1} == {}
    assert set(claims) == {start for starts in claimed.values() for start in starts}


@pytest.mark.parametrize("claims", [SECURITY_PAGE, OPERATING_PAGE], ids=["SECURITY.md", "operating.md"])
def test_every_test_named_is_there(claims: dict[str, tuple[str, ...]]):
    for name in {name for names in claims.values() for name in names}:
        file, _, function = name.partition("::")
        text = (ROOT / "tests" / file).read_text("utf-8")
        assert re.search(rf"^(?:async )?def {function}\(", text, re.MULTILINE), name


def at_a_paper(dialog: Dialog) -> Talk:
    """Somebody defrauded who is asked what happened, for a report to the police."""
    talk = Talk(dialog).says("我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了")
    talk.chooses("stopped", "not_yet", "mainland", "paper:police_report", "resume")
    for _ in range(30):
        if any("对方都说了什么" in reply.text for reply in talk.turn.replies):
            return talk
        talk.chooses(next(option for option in ("set:?", "set:-", "set:no") if option in talk.options))
    raise AssertionError("never asked")


def test_what_is_filled_into_a_paper_is_kept_as_it_was_typed(dialog: Dialog):
    words = "他说先垫付一单，返我百分之二十，翡翠路的仓库发货"
    kept = at_a_paper(dialog).says(words).case
    assert words in kept.answers.values()


def test_of_what_is_told_only_the_first_message_is_kept(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了")
    talk.says("他说他在翡翠路的仓库里上班，天天给我发早安，我就信了他")
    kept = "".join(talk.case.answers.values())
    assert "11月22日晚上九点半微信转账转了3万" in kept
    assert "翡翠路" not in kept
    secret = Talk(dialog).says("我被刷单骗了，微信转账转了3万，支付密码是 739164 也告诉他了，怎么办")
    assert "刷单" not in "".join(secret.case.answers.values())
    long = Talk(dialog).says("我被刷单骗了，微信转账转了3万。" + "他说再做一单就返钱。" * 80)
    assert max(map(len, long.case.answers.values())) <= 400


def test_no_case_taken_along_holds_a_secret(dialog: Dialog):
    secrets = {"739164": "我的支付密码是 739164", "482913": "【微信支付】482913 为您的验证码"}
    secrets |= {"11010519491231002X": "身份证 11010519491231002X", "6222021001112223334": "卡号 6222021001112223334"}
    session = Session(dialog, lambda: NOW, at_a_paper(dialog).case)
    for words in secrets.values():
        session.type(f"他让我发：{words}")
    [file] = files_of(session.type("/export"))
    assert "30000" in str(file.content)
    assert [secret for secret in secrets if secret in str(file.content)] == []


def test_the_store_knows_no_pictures():
    """What is encrypted is JSON, which holds no bytes; a picture goes from Telegram to its reader and nowhere else."""
    names = {node.id for file in (ROOT / "bot/store").glob("*.py") for node in _names(file)}
    assert not {name for name in names if re.search(r"image|picture|photo", name, re.IGNORECASE)}
    assert not [file.name for file in (ROOT / "bot/telegram").glob("pic*.py") if "bot.store" in file.read_text("utf-8")]


def _names(file: Path) -> list[ast.Name]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Name)]


def test_only_the_bots_own_requests_use_the_network():
    """A link that arrives cannot be opened by code that does not exist."""
    clients = {"httpx", "httpx_aiohttp", "aiohttp", "requests", "urllib", "http", "socket", "ftplib", "websockets"}
    using: dict[str, set[str]] = {}
    for file in sorted(path for layer in ("bot", "dialogs", "content") for path in (ROOT / layer).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found = {name for name in names if name.split(".")[0] in clients} - {"urllib.parse"}  # which only reads
            if found:
                using.setdefault(file.relative_to(ROOT).as_posix(), set()).update(found)
    assert using == {
        "bot/telegram/bot.py": {"httpx", "httpx_aiohttp", "urllib.request"},  # the Bot API, and its proxy
        "bot/telegram/logs.py": {"httpx"},  # names of errors
    }


def test_an_error_with_the_token_in_it_is_logged_without():
    error = NetworkError(f"https://api.telegram.org/bot{TOKEN}/getMe failed")
    assert TOKEN not in str(describe(error))
    assert "getMe failed" in str(describe(error))
