# The four applications and a mail server, each a target: docker build --target order-service .
# Maven runs once for all of them, in the stage 'build', which every target shares. Needs no BuildKit.

FROM eclipse-temurin:17-jdk AS poms
WORKDIR /build
COPY . .
RUN find . -type f ! -name pom.xml ! -name mvnw ! -path './.mvn/*' -delete && find . -type d -empty -delete

FROM eclipse-temurin:17-jdk AS build
WORKDIR /build
# What the tests need is neither fetched (MySQL, 553 MB) nor run.
ENV MAVEN="./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -Dlocal-stack.mysqld=none" \
  APPLICATIONS=outbox-relay,order-service,inventory-service,notification-service
# The libraries: a layer of their own, made again only when a pom.xml changes.
COPY --from=poms /build .
RUN $MAVEN -q -Dspring-boot.repackage.skip=true -pl "$APPLICATIONS" -am package
COPY . .
RUN $MAVEN -pl "$APPLICATIONS" -am package
# In layers: what changes seldom comes first, and a change of code makes the last one new, which is small.
RUN for name in $(echo "$APPLICATIONS" | tr , ' '); do \
    java -Djarmode=tools -jar "$name/target/$name.jar" extract --layers --application-filename application.jar \
      --destination "/layers/$name" || exit; \
  done

FROM eclipse-temurin:17-jre AS application
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin application
USER application
WORKDIR /application
# Applications listen on 127.0.0.1 unless told otherwise. The heap is a part of what the container may have: metaspace,
# threads, buffers and RocksDB need the rest. Nothing is written but to /tmp, and to volumes.
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=8080 JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=50
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
  CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:$SERVER_PORT/actuator/health"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "application.jar"]

FROM application AS order-service
COPY --from=build /layers/order-service/dependencies/ ./
COPY --from=build /layers/order-service/spring-boot-loader/ ./
COPY --from=build /layers/order-service/snapshot-dependencies/ ./
COPY --from=build /layers/order-service/application/ ./

FROM application AS inventory-service
COPY --from=build /layers/inventory-service/dependencies/ ./
COPY --from=build /layers/inventory-service/spring-boot-loader/ ./
COPY --from=build /layers/inventory-service/snapshot-dependencies/ ./
COPY --from=build /layers/inventory-service/application/ ./

FROM application AS notification-service
# The state of journeys, which is loaded from Kafka where it is missing.
USER root
RUN mkdir /var/lib/notification-service && chown application /var/lib/notification-service
USER application
ENV SPRING_KAFKA_STREAMS_STATEDIR=/var/lib/notification-service
COPY --from=build /layers/notification-service/dependencies/ ./
COPY --from=build /layers/notification-service/spring-boot-loader/ ./
COPY --from=build /layers/notification-service/snapshot-dependencies/ ./
COPY --from=build /layers/notification-service/application/ ./

# A mail server for the demo, GreenMail: it keeps mails in memory and shows them by HTTP, on port 8080.
FROM application AS mail
COPY --from=build /build/local-stack/target/greenmail-standalone.jar application.jar
EXPOSE 3025
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
  CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:8080/api/service/readiness"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", \
  "-Dgreenmail.smtp.hostname=0.0.0.0", "-Dgreenmail.smtp.port=3025", \
  "-Dgreenmail.api.hostname=0.0.0.0", "-Dgreenmail.api.port=8080", "-jar", "application.jar"]

FROM application AS outbox-relay
# What operators discard is kept, in a place that outlasts the container if a volume is mounted there.
USER root
RUN mkdir /var/lib/outbox-relay && chown application /var/lib/outbox-relay
USER application
ENV OUTBOX_RELAY_DISCARDEDEVENTS=/var/lib/outbox-relay/discarded-events.jsonl
# The rest of health needs the operator's password where the relay listens to others than its own machine.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
  CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:$SERVER_PORT/actuator/health/readiness"]
COPY --from=build /layers/outbox-relay/dependencies/ ./
COPY --from=build /layers/outbox-relay/spring-boot-loader/ ./
COPY --from=build /layers/outbox-relay/snapshot-dependencies/ ./
COPY --from=build /layers/outbox-relay/application/ ./
