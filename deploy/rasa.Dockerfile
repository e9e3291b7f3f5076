# Rasa with a trained model inside: an image is one state of the training sentences.
FROM python:3.10-slim

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin voordeur
WORKDIR /app/assistant/rasa

COPY assistant/rasa/requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY assistant/nlu /app/assistant/nlu
COPY assistant/rasa .
COPY knowledge/content /app/content

# Home and caches of libraries: the container's own files are read-only.
ENV VOORDEUR_SPACY_PIPELINE=/app/spacy \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    RASA_CACHE_DIRECTORY=/tmp/rasa-cache \
    RASA_TELEMETRY_ENABLED=false \
    SQLALCHEMY_SILENCE_UBER_WARNING=1 \
    TF_CPP_MIN_LOG_LEVEL=3 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1

# The steps of `voordeur train`; endpoints and credentials are not read while training.
RUN python build_pipeline.py /app/content "$VOORDEUR_SPACY_PIPELINE" \
 && python build_phrasings.py /app/content /app/phrasings.yml \
 && python build_noise.py /app/assistant/nlu /app/phrasings.yml /app/noise.yml \
 && python -m rasa train --domain domain --data /app/assistant/nlu /app/phrasings.yml /app/noise.yml rules \
      --out /app/models --fixed-model-name voordeur --force \
 && rm -rf /tmp/*

USER voordeur
EXPOSE 5005
CMD ["python", "-m", "rasa", "run", "--model", "/app/models/voordeur.tar.gz", "--endpoints", "endpoints.yml", \
     "--credentials", "credentials.yml", "--interface", "0.0.0.0", "--port", "5005"]
