# The bot, in two images. `full`, the default, has all extras: documents (pandoc, typst and a CJK font, all from locked
# wheels) and OCR. `slim` (--target slim) reads no pictures and makes no Word files, PDFs or posters.

FROM python:3.11-slim AS base
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1

# The wheel of this project. hatchling comes from the runtime lock, hashed like everything else.
FROM base AS wheel
WORKDIR /source
COPY requirements/runtime.lock requirements/
RUN pip install --require-hashes -r requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY dialogs dialogs
COPY content content
RUN python -m hatchling build -t wheel -d /dist

# Everything it needs, in one folder. The dependencies change less often than the project and come first.
FROM base AS slim-installed
COPY requirements/slim.lock /
RUN python -m venv /opt/transfer-aid \
    && /opt/transfer-aid/bin/pip install --require-hashes -r /slim.lock
COPY --from=wheel /dist /dist
RUN /opt/transfer-aid/bin/pip install --no-deps --no-index /dist/*.whl \
    && /opt/transfer-aid/bin/python -m compileall -q /opt/transfer-aid/lib

FROM base AS full-installed
COPY requirements/full.lock /
RUN python -m venv /opt/transfer-aid \
    && /opt/transfer-aid/bin/pip install --require-hashes -r /full.lock
COPY --from=wheel /dist /dist
RUN /opt/transfer-aid/bin/pip install --no-deps --no-index /dist/*.whl \
    && /opt/transfer-aid/bin/python -m compileall -q /opt/transfer-aid/lib

# How it is run. Both images are this and a folder.
FROM base AS bot
RUN groupadd --gid 10001 aid \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin aid \
    && install -d -o aid -g aid -m 0700 /data
ENV PATH=/opt/transfer-aid/bin:$PATH \
    TRANSFER_AID_DATABASE_URL=sqlite:////data/cases.sqlite3
USER 10001:10001
# Not /data: nothing that can be written to is looked into for programs.
WORKDIR /
VOLUME /data

# /healthz is served beside long polling (--health below), and by --webhook at the port it listens on.
HEALTHCHECK --interval=1m --timeout=10s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080, timeout=5); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]

ENTRYPOINT ["transfer-aid"]
CMD ["telegram", "--health", "127.0.0.1:8080"]

FROM bot AS slim
COPY --from=slim-installed /opt/transfer-aid /opt/transfer-aid

FROM bot AS full
COPY --from=full-installed /opt/transfer-aid /opt/transfer-aid
