#!/bin/sh
# What each application's user may do at Kafka, and no more; docs/security.md says why. Run by who may change rights:
#   BOOTSTRAP_SERVERS=kafka:9092 COMMAND_CONFIG=admin.properties deploy/kafka/acls.sh
# Needs kafka-acls.sh, which is in Kafka's bin. Running it again changes nothing.
set -eu

allow() {
  user=$1
  shift
  kafka-acls.sh --bootstrap-server "$BOOTSTRAP_SERVERS" --command-config "$COMMAND_CONFIG" \
    --add --allow-principal "User:$user" "$@"
}

# Read, Write and Create imply Describe, but of topics that are not there yet.
allow order-service --operation Read --operation Describe --operation Create --topic inventory-events
allow order-service --operation Read --group order-service

allow inventory-service --operation Read --operation Describe --operation Create --topic order-events
allow inventory-service --operation Read --group inventory-service

allow notification-service --operation Read --operation Describe --operation Create --topic order-events --topic inventory-events --topic notification-events
allow notification-service --operation Read --group notification-service
# Journeys: Kafka Streams, exactly once. SagaStalled goes to notification-events.
allow notification-service --operation Write --topic notification-events
allow notification-service --operation Read --operation Write --operation Describe --operation Create --topic journey-updates --topic journey-unreadable
allow notification-service --operation Read --operation Write --operation Describe --operation Create --operation DescribeConfigs --resource-pattern-type prefixed --topic notification-service-journeys-
allow notification-service --operation Read --group notification-service-journeys
allow notification-service --operation Write --operation Describe --resource-pattern-type prefixed --transactional-id notification-service-journeys-

allow outbox-relay --operation Write --operation Describe --operation Create --operation DescribeConfigs --topic order-events --topic inventory-events --topic notification-events
allow outbox-relay --operation Read --operation Write --operation Describe --operation Create --operation DescribeConfigs --topic outbox-relay-progress
allow outbox-relay --operation Read --operation Describe --group outbox-relay
allow outbox-relay --operation Write --operation Describe --resource-pattern-type prefixed --transactional-id outbox-relay-
# For its checks alone.
allow outbox-relay --operation Describe --operation DescribeConfigs --cluster
