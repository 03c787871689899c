# CNN Labs as an image, which needs no network once it is built:
#   docker build -t cnnlabs .                                     (--build-arg BACK_END=cuda: CUDA's libraries, too)
#   docker run --rm -p 127.0.0.1:8888:8888 -v labs:/labs cnnlabs  (-v DATA:/data:ro: your data; --gpus all: your card)
# Notebooks and runs lie in the volume; the address to open, with its token, is what the container prints.
FROM debian:trixie-slim
ARG BACK_END=cpu

COPY environment/image/system /tmp/system
RUN /tmp/system && rm /tmp/system

USER reader
WORKDIR /home/reader/cnnlabs
COPY --chown=reader:reader . .
RUN environment/image/project "$BACK_END"

ENV BACK_END=$BACK_END
VOLUME /labs
EXPOSE 8888
HEALTHCHECK --start-period=60s CMD ["environment/image/healthy"]
CMD ["environment/image/start"]
