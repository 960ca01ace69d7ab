"""ministack, with the one thing mended that it takes from the names of operations and AWS does not.

The batches of SNS and SQS have no actions of their own: they are authorized as `sns:Publish` and `sqs:SendMessage`
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html, list_amazonsqs.html).
"""

import runpy

from ministack.core import iam_actions

BATCHES = {"sns:PublishBatch": "sns:Publish", "sqs:SendMessageBatch": "sqs:SendMessage"}
named = iam_actions.extract_iam_action


def authorized(*arguments, **named_arguments):
    action = named(*arguments, **named_arguments)
    return BATCHES.get(action, action)


iam_actions.extract_iam_action = authorized
runpy.run_module("ministack.app", run_name="__main__")
