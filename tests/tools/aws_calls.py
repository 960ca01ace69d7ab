"""Makes the same calls at each address named as an argument, and prints what the SDK says of each, as one JSON object:
address -> lines. No call is tried twice.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError, HTTPClientError  # noqa: E402
from botocore.parsers import ResponseParserError  # noqa: E402

IDS = ["a1", "b1", "c1"]
TOPIC = "arn:aws:sns:us-east-1:000000000000:alerts"
QUEUE = "http://localhost/000000000000/alerts"


def listed(answer):
    """The entries of an answer by their own identifiers."""
    failed = {it["Id"]: it["Code"] for it in answer.get("Failed", [])}
    taken = [it["Id"] for it in answer.get("Successful", [])]
    return taken + [f"{id}:{failed[id]}" for id in sorted(failed)]


def results(name, count):
    """The entries of an answer by their places, after the number that failed."""

    def read(answer):
        lines = [it["ErrorCode"] if "ErrorCode" in it else "taken" for it in answer[name]]
        return [str(answer[count])] + lines

    return read


def calls():
    records = [{"Data": it.encode(), "PartitionKey": "key"} for it in IDS]
    data = [{"Data": it.encode()} for it in IDS]
    messages = [{"Id": it, "Message": f"{it} & more"} for it in IDS]
    bodies = [{"Id": it, "MessageBody": it} for it in IDS]
    item = {"pipec_id": {"S": "a1"}}
    condition = "attribute_not_exists(pipec_id)"
    return [
        ("dynamodb", "put_item", {"TableName": "events", "Item": item, "ConditionExpression": condition}, None),
        ("sns", "publish", {"TopicArn": TOPIC, "Message": "a1"}, None),
        ("sns", "publish_batch", {"TopicArn": TOPIC, "PublishBatchRequestEntries": messages}, listed),
        ("sqs", "send_message", {"QueueUrl": QUEUE, "MessageBody": "a1"}, None),
        ("sqs", "send_message_batch", {"QueueUrl": QUEUE, "Entries": bodies}, listed),
        ("kinesis", "put_record", {"StreamName": "rows", **records[0]}, None),
        ("kinesis", "put_records", {"StreamName": "rows", "Records": records}, results("Records", "FailedRecordCount")),
        ("firehose", "put_record", {"DeliveryStreamName": "files", "Record": data[0]}, None),
        (
            "firehose",
            "put_record_batch",
            {"DeliveryStreamName": "files", "Records": data},
            results("RequestResponses", "FailedPutCount"),
        ),
        ("s3", "put_object", {"Bucket": "dead-letters", "Key": "a1", "Body": b"{}"}, None),
    ]


def line(client, operation, arguments, entries):
    try:
        answer = getattr(client, operation)(**arguments)
    except ClientError as error:
        return f"{error.response['Error']['Code']} {error.response['ResponseMetadata']['HTTPStatusCode']}"
    except (HTTPClientError, ResponseParserError):
        return "lost"
    return " ".join(entries(answer)) if entries else "done"


def client(service, endpoint):
    config = Config(
        retries={"total_max_attempts": 1},
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        parameter_validation=True,
        read_timeout=30,
    )
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", config=config, **keys)


def lines(address):
    endpoint = f"http://{address}"
    return [
        f"{service} {operation}: {line(client(service, endpoint), operation, arguments, entries)}"
        for service, operation, arguments, entries in calls()
    ]


json.dump({address: lines(address) for address in sys.argv[1:]}, sys.stdout, indent=1)
