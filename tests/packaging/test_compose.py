"""The compose files and the proxy's configuration, as far as they can be checked without a container engine."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.cli.telegram_command import webhook_settings
from bot.screenshots.picture import MAX_BYTES, MAX_PIXELS, MAX_SIDE, MOST_FRAMES, MOST_SCANS
from bot.screenshots.worker import DECODING, MEMORY, READING, WAITING
from bot.settings import Settings, read_settings
from bot.store.database import PostgresServer, SqliteFile, database_at
from bot.telegram.webhook import BODY_BYTES, address

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
CADDYFILE = (ROOT / "Caddyfile").read_text("utf-8")
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
COMPOSED = {
    name: yaml.load((ROOT / name).read_text("utf-8"), yaml.CSafeLoader)
    for name in ("compose.yaml", "compose.single.yaml")
}
SERVICES = {
    f"{file}:{name}": service for file, composed in COMPOSED.items() for name, service in composed["services"].items()
}
BOTS = {name: service for name, service in SERVICES.items() if service["image"] == "transfer-aid:local"}
STAGES = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
MANY, SINGLE = COMPOSED["compose.yaml"]["services"], COMPOSED["compose.single.yaml"]["services"]
REPLICAS = ("bot-1", "bot-2")
REQUIRED = re.compile(r"\$\{(\w+):\?")


def every(services: dict[str, Any]) -> Any:
    return pytest.mark.parametrize("service", services.values(), ids=list(services))


def dockerfile_of(service: dict[str, Any]) -> str:
    build = service.get("build")
    return "" if build is None else DOCKERFILE if build == "." else build["dockerfile_inline"]


def seconds(duration: str) -> int:
    [(number, unit)] = re.findall(r"^(\d+)(s|m)$", duration)
    return int(number) * {"s": 1, "m": 60}[unit]


@every(SERVICES)
def test_each_service_runs_as_nobody_special_and_can_change_nothing(service: dict[str, Any]):
    users = re.findall(r"^USER (\d+):\d+$", dockerfile_of(service), re.MULTILINE) or [service.get("user")]
    assert users[-1] not in {None, "0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert not service.get("privileged")
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert seconds(service["stop_grace_period"]) >= 20  # the bot takes ten


@every(SERVICES)
def test_no_service_can_fill_the_machine(service: dict[str, Any]):
    """With logs, memory or processes."""
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    assert service["mem_limit"]
    assert service["pids_limit"]


@every(BOTS)
def test_a_bot_has_the_memory_that_the_guide_says(service: dict[str, Any]):
    assert f"{service['mem_limit'].removesuffix('m')} MiB 和 {service['pids_limit']} 个进程" in GUIDE


def test_the_guide_tells_the_limits_of_pictures():
    megapixels = MAX_PIXELS // 10_000
    for limit in (
        f"{MAX_BYTES // 1_000_000} MB、{megapixels} 万像素、一边 {MAX_SIDE} 像素",
        f"JPEG {MOST_SCANS} 遍扫描、{MOST_FRAMES} 帧",
        f"解码 {DECODING:.0f} 秒、整张 {READING:.0f} 秒",
        f"另有 {WAITING} 张可以等",
        f"到 {MEMORY >> 20} 就分配不到",
    ):
        assert limit in GUIDE


@every(SERVICES)
def test_every_image_is_pinned_by_a_tag(service: dict[str, Any]):
    assert re.search(r":[\w.-]+$", service["image"])
    assert not service["image"].endswith(":latest")
    for base in re.findall(r"^FROM (\S+)", dockerfile_of(service), re.MULTILINE):
        assert base in STAGES or re.search(r":\d", base), base


@every(SERVICES)
def test_each_service_is_asked_how_it_does(service: dict[str, Any]):
    assert service.get("healthcheck", {}).get("test") or "\nHEALTHCHECK " in dockerfile_of(service)


@every(BOTS)
def test_the_images_health_check_finds_the_bot(service: dict[str, Any]):
    assert "HTTPConnection('127.0.0.1', 8080" in DOCKERFILE
    if "--webhook" in service.get("command", []):
        host, port = address(service["environment"]["TRANSFER_AID_WEBHOOK_LISTEN"])
        assert (host, port) == ("0.0.0.0", 8080)  # noqa: S104  # inside the container
    else:
        assert "command" not in service  # the image's own, which has --health


@every(BOTS)
def test_what_is_set_are_settings(service: dict[str, Any]):
    names = [name for name in service["environment"] if name.startswith("TRANSFER_AID_")]
    assert {name.removeprefix("TRANSFER_AID_").lower() for name in names} <= set(Settings.model_fields)
    assert service["env_file"] == ".env"
    assert [name for name in service["environment"] if name not in names] in ([], ["PGPASSWORD"])


@every(BOTS)
def test_the_key_is_a_secret_that_no_volume_holds(service: dict[str, Any]):
    place = PurePosixPath(service["environment"]["TRANSFER_AID_KEY_FILE"])
    assert "TRANSFER_AID_KEY" not in service["environment"]
    assert service["secrets"] == [place.name]
    assert place.parent == PurePosixPath("/run/secrets")  # where compose shows them
    for mount in (*service.get("volumes", []), *service["tmpfs"]):
        assert not place.is_relative_to(mount.split(":")[1] if ":" in mount else mount)


@pytest.mark.parametrize("composed", COMPOSED.values(), ids=list(COMPOSED))
def test_the_secret_is_a_file_that_neither_the_repository_nor_the_image_gets(composed: dict[str, Any]):
    assert composed["secrets"] == {"key": {"file": "secrets/key"}}
    assert {"secrets/", ".env"} <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())
    built_from = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in built_from
    assert not {line for line in built_from if line.startswith("!") and ("secrets" in line or ".env" in line)}


def test_replicas_are_the_same_and_keep_nothing():
    first, second = (MANY[name] for name in REPLICAS)
    assert first == second
    assert "volumes" not in first
    assert "/data" in first["tmpfs"]
    assert isinstance(database_at(first["environment"]["TRANSFER_AID_DATABASE_URL"]), PostgresServer)


def test_what_a_start_cannot_do_without_is_asked_for_and_explained():
    text = (ROOT / "compose.yaml").read_text("utf-8")
    asked = set(REQUIRED.findall(text))
    assert asked == {"DOMAIN", "POSTGRES_PASSWORD", "TRANSFER_AID_WEBHOOK_SECRET"}
    assert set(re.findall(r"\$\{(\w+)", text)) == asked  # nothing is quietly empty
    assert asked <= set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))


def test_the_replicas_settings_are_accepted(monkeypatch: pytest.MonkeyPatch):
    given = {"DOMAIN": "bot.example.org", "TRANSFER_AID_WEBHOOK_SECRET": "s" * 32}
    for name, value in MANY["bot-1"]["environment"].items():
        filled = re.sub(r"\$\{(\w+):\?[^}]*\}", lambda match: given.get(match[1], "x"), value)
        monkeypatch.setenv(name, filled)
    settings = read_settings()
    webhook = webhook_settings(settings)
    assert settings.key_file == Path("/run/secrets/key")
    assert (webhook.url, webhook.port) == ("https://bot.example.org/telegram", 8080)
    database = database_at(settings.store_url)
    assert isinstance(database, PostgresServer)
    assert [database.parameters[name] for name in ("host", "user", "dbname")] == ["database", "aid", "aid"]


def test_the_database_is_out_of_reach_and_waited_for():
    database = MANY["database"]
    assert "ports" not in database
    assert database["networks"] == ["back"]
    assert COMPOSED["compose.yaml"]["networks"]["back"] == {"internal": True}
    server = database_at(MANY["bot-1"]["environment"]["TRANSFER_AID_DATABASE_URL"])
    assert isinstance(server, PostgresServer)
    assert database["environment"]["POSTGRES_USER"] == server.parameters["user"]
    assert database["environment"]["POSTGRES_DB"] == server.parameters["dbname"]
    for name in REPLICAS:
        assert MANY[name]["depends_on"]["database"] == {"condition": "service_healthy"}
        assert set(MANY[name]["networks"]) >= set(database["networks"]) | set(MANY["proxy"]["networks"])


def test_volumes_and_networks_are_declared():
    for composed in COMPOSED.values():
        named = [
            mount.split(":")[0] for service in composed["services"].values() for mount in service.get("volumes", [])
        ]
        assert {name for name in named if not name.startswith(".")} == set(composed["volumes"])
        assert all((ROOT / name).is_file() for name in named if name.startswith("."))
        used = {name for service in composed["services"].values() for name in service.get("networks", [])}
        assert used == set(composed.get("networks", {}))


def test_only_the_proxy_is_open_and_only_for_updates():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["compose.yaml:proxy"]
    ports = dict(port.split(":") for port in MANY["proxy"]["ports"])
    assert ports == {
        "80": re.findall(r"http_port (\d+)", CADDYFILE)[0],
        "443": re.findall(r"https_port (\d+)", CADDYFILE)[0],
    }
    path = urlsplit(MANY["bot-1"]["environment"]["TRANSFER_AID_WEBHOOK_URL"].replace("${DOMAIN:?set it in .env}", "x"))
    assert re.findall(r"^\s*path (.+)$", CADDYFILE, re.MULTILINE) == [path.path]
    assert re.search(r"handle \{\s*respond 404\s*\}", CADDYFILE)
    assert re.findall(r"\{\$(\w+)\}", CADDYFILE) == [*MANY["proxy"]["environment"]] == ["DOMAIN"]


def test_the_proxy_knows_both_replicas_and_asks_whether_they_are_ready():
    behind = re.findall(r"reverse_proxy ([^{]+) \{", CADDYFILE)
    assert [one.split() for one in behind] == [[f"{name}:8080" for name in REPLICAS]] * 2
    assert "health_uri /readyz\n" in CADDYFILE
    assert re.findall(r"max_size (\d+)MiB", CADDYFILE) == [str(BODY_BYTES >> 20)]


def test_bots_that_are_not_ready_are_asked_all_the_same():
    """A quiet bot whose messages could not be sent is "stuck": without new ones it would stay so for good."""
    [last_resort] = re.findall(r"handle_errors 503 \{(.*?)\n\t\}", CADDYFILE, re.DOTALL)
    assert "reverse_proxy" in last_resort
    assert "health_uri" not in last_resort


def test_the_proxys_log_does_not_hold_the_webhooks_secret():
    assert "request>headers delete" in CADDYFILE


def test_the_single_bot_keeps_its_file_on_a_volume():
    [bot] = SINGLE.values()
    database = database_at(bot["environment"]["TRANSFER_AID_DATABASE_URL"])
    assert isinstance(database, SqliteFile)
    assert f"cases:{database.file.parent}" in bot["volumes"]
