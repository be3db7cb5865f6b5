"""What a user of boto3 does: python3 boto.py ENDPOINT. Fails at the first thing that is not as AWS has it."""
import sys

import boto3
from botocore.exceptions import ClientError

kinesis = boto3.client(
    "kinesis",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="any",
    aws_secret_access_key="any",
)


def texts(records):
    return [record["Data"].decode() for record in records]


def read(shard):
    iterator = kinesis.get_shard_iterator(StreamName="b", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    return texts(kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"])


kinesis.create_stream(StreamName="b", ShardCount=1)
kinesis.get_waiter("stream_exists").wait(StreamName="b", WaiterConfig={"Delay": 1})
summary = kinesis.describe_stream_summary(StreamName="b")["StreamDescriptionSummary"]
assert summary["StreamStatus"] == "ACTIVE", summary

records = [{"Data": f"v{i}".encode(), "PartitionKey": f"k{i}"} for i in range(3)]
put = kinesis.put_records(StreamName="b", Records=records)
assert put["FailedRecordCount"] == 0, put
parent = put["Records"][0]["ShardId"]
assert read(parent) == ["v0", "v1", "v2"]

arn = summary["StreamARN"]
consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="c")["Consumer"]["ConsumerARN"]
while True:
    described = kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]
    if described["ConsumerStatus"] == "ACTIVE":
        break
subscription = kinesis.subscribe_to_shard(
    ConsumerARN=consumer, ShardId=parent, StartingPosition={"Type": "TRIM_HORIZON"}
)
kinesis.split_shard(StreamName="b", ShardToSplit=parent, NewStartingHashKey=str(2**127))
received = []
children = []
for event in subscription["EventStream"]:
    received += texts(event["SubscribeToShardEvent"]["Records"])
    children = event["SubscribeToShardEvent"].get("ChildShards", [])
assert received == ["v0", "v1", "v2"], received
assert [child["ParentShards"] for child in children] == [[parent], [parent]], children

try:
    kinesis.describe_stream(StreamName="missing")
    raise AssertionError("a stream that is not there was described")
except kinesis.exceptions.ResourceNotFoundException as e:
    assert "missing" in e.response["Error"]["Message"], e.response
try:
    kinesis.put_record(StreamName="b", Data=b"", PartitionKey="k" * 257)
    raise AssertionError("a key of 257 characters was taken")
except ClientError as e:
    assert e.response["Error"]["Code"] == "ValidationException", e.response

kinesis.delete_stream(StreamName="b", EnforceConsumerDeletion=True)
kinesis.get_waiter("stream_not_exists").wait(StreamName="b", WaiterConfig={"Delay": 1})
print("done")
