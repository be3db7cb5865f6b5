#!/bin/bash
# What a user of the AWS CLI does: aws.sh ENDPOINT. Fails at the first command that does not do what AWS does.
set -euo pipefail

aws_kinesis() { aws --endpoint-url "$ENDPOINT" --output text kinesis "$@"; }
expect() { [[ $1 == "$2" ]] || { echo "expected '$2', found '$1'" >&2; exit 1; }; }

ENDPOINT=$1
aws_kinesis create-stream --stream-name c --shard-count 1
aws_kinesis wait stream-exists --stream-name c
aws_kinesis put-record --stream-name c --partition-key k --data "$(printf one | base64)" >/dev/null
aws_kinesis put-records --stream-name c --records "Data=$(printf two | base64),PartitionKey=k" >/dev/null
iterator=$(aws_kinesis get-shard-iterator --stream-name c --shard-id shardId-000000000000 \
  --shard-iterator-type TRIM_HORIZON --query ShardIterator)
expect "$(aws_kinesis get-records --shard-iterator "$iterator" --query 'Records[].PartitionKey')" $'k\tk'
aws_kinesis split-shard --stream-name c --shard-to-split shardId-000000000000 --new-starting-hash-key 1000
aws_kinesis wait stream-exists --stream-name c
expect "$(aws_kinesis list-shards --stream-name c --query 'length(Shards)')" 3
arn=$(aws_kinesis describe-stream-summary --stream-name c --query StreamDescriptionSummary.StreamARN)
aws_kinesis register-stream-consumer --stream-arn "$arn" --consumer-name reader >/dev/null
expect "$(aws_kinesis list-stream-consumers --stream-arn "$arn" --query 'Consumers[].ConsumerName')" reader
if message=$(aws_kinesis describe-stream --stream-name missing 2>&1); then exit 1; fi
[[ $message == *"(ResourceNotFoundException)"*"missing"* ]] || { echo "$message" >&2; exit 1; }
aws_kinesis delete-stream --stream-name c --enforce-consumer-deletion
aws_kinesis wait stream-not-exists --stream-name c
echo done
