"""ministack, with what it has not as AWS has it.

It takes the actions of batches from their names. The batches of SNS and SQS have no actions of their own: they are
authorized as `sns:Publish` and `sqs:SendMessage`
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html, list_amazonsqs.html).

It has the resource policies of Kinesis, and CloudFormation's resource for them is not among those that it makes.
"""

import json
import runpy

from ministack.core import iam_actions
from ministack.services import kinesis
from ministack.services.cloudformation import provisioners

BATCHES = {"sns:PublishBatch": "sns:Publish", "sqs:SendMessageBatch": "sqs:SendMessage"}
named = iam_actions.extract_iam_action


def authorized(*arguments, **named_arguments):
    action = named(*arguments, **named_arguments)
    return BATCHES.get(action, action)


def policy_created(_, properties, __):
    policy = json.dumps(properties["ResourcePolicy"])
    arn = properties["ResourceArn"]
    status, _, body = kinesis._put_resource_policy({"ResourceARN": arn, "Policy": policy})
    if status >= 400:
        raise ValueError(f"AWS::Kinesis::ResourcePolicy is refused: {body!r}")
    return arn, {}


def policy_deleted(arn, _):
    kinesis._delete_resource_policy({"ResourceARN": arn})


provisioners._RESOURCE_HANDLERS["AWS::Kinesis::ResourcePolicy"] = {"create": policy_created, "delete": policy_deleted}
iam_actions.extract_iam_action = authorized
runpy.run_module("ministack.app", run_name="__main__")
