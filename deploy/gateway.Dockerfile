# The gateway and the worker: one image, two commands.
FROM python:3.13-slim

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin voordeur \
    && install --directory --owner=voordeur --mode=700 /data
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
# In place: content, migrations and templates are read from beside the code.
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e .

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER voordeur
EXPOSE 8000
CMD ["voordeur", "serve"]
