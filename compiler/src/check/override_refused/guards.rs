//! The properties that an override may not change, or not unseen.

use Keeps::{Safe, Watched, Written};

/// Every type.
pub const ANY: &str = "";

/// A property that is looked after.
pub struct Guard {
    /// The type that has it.
    pub on: &'static str,
    /// The property, with dots where it is nested.
    pub property: &'static str,
    /// Why.
    pub keeps: Keeps,
}

/// Why a property is looked after, as words behind its name.
pub enum Keeps {
    /// What it does for the pipeline: it is not changed.
    Safe(&'static str),
    /// Where the file says it.
    Written(&'static str),
    /// What it does for the data: whoever changes it is told.
    Watched(&'static str),
}

const fn guard(on: &'static str, property: &'static str, keeps: Keeps) -> Guard {
    Guard { on, property, keeps }
}

const INDEXES: &str = "asks for attributes beside the table's keys, and those alone are declared";

/// All of them, by type.
pub const GUARDS: &[Guard] = &[
    guard(ANY, "Tags", Written("settings: { tags: … }")),
    guard("AWS::Kinesis::Stream", "StreamEncryption", Written("settings: { encryption: … }")),
    guard("AWS::Kinesis::Stream", "Name", Written("name: …")),
    guard("AWS::Kinesis::Stream", "ShardCount", Written("capacity: { shards: … }")),
    guard("AWS::Kinesis::Stream", "StreamModeDetails", Written("capacity: on_demand")),
    guard("AWS::Kinesis::Stream", "RetentionPeriodHours", Written("retention: …")),
    guard(
        "AWS::Kinesis::Stream",
        "RecordDistributionStrategy",
        Safe("would take the records of one key out of their order"),
    ),
    guard("AWS::DynamoDB::Table", "SSESpecification", Written("settings: { encryption: … }")),
    guard("AWS::DynamoDB::Table", "TableName", Written("name: …")),
    guard("AWS::DynamoDB::Table", "KeySchema", Written("partition_key: …")),
    guard("AWS::DynamoDB::Table", "AttributeDefinitions", Written("partition_key: …")),
    guard("AWS::DynamoDB::Table", "GlobalSecondaryIndexes", Safe(INDEXES)),
    guard("AWS::DynamoDB::Table", "LocalSecondaryIndexes", Safe(INDEXES)),
    guard("AWS::DynamoDB::Table", "BillingMode", Safe("lets the table follow its load")),
    guard(
        "AWS::DynamoDB::Table",
        "TimeToLiveSpecification",
        Watched("keeps items, and with them which records were written"),
    ),
    guard("AWS::DynamoDB::Table", "DeletionProtectionEnabled", Watched("keeps the table from being deleted")),
    guard("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification", Watched("keeps what the table was")),
    guard(
        "AWS::DynamoDB::Table",
        "ProvisionedThroughput",
        Safe("is for a table that does not follow its load"),
    ),
    guard(
        "AWS::DynamoDB::Table",
        "KinesisStreamSpecification",
        Watched("copies what is written to a stream that no edge leads to"),
    ),
    guard("AWS::DynamoDB::Table", "ResourcePolicy", Watched("gives rights that no edge asks for")),
    guard(
        "AWS::DynamoDB::Table",
        "StreamSpecification.ResourcePolicy",
        Watched("gives rights that no edge asks for"),
    ),
    guard("AWS::S3::Bucket", "LifecycleConfiguration", Watched("keeps what is in the bucket")),
    guard("AWS::S3::Bucket", "BucketEncryption", Written("settings: { encryption: … }")),
    guard("AWS::S3::Bucket", "PublicAccessBlockConfiguration", Safe("keeps the bucket private")),
    guard("AWS::S3::Bucket", "OwnershipControls", Safe("keeps access lists from meaning anything")),
    guard("AWS::S3::Bucket", "AccessControl", Safe("could make the bucket public")),
    guard("AWS::S3::Bucket", "BucketName", Written("name: …")),
    guard("AWS::S3::Bucket", "VersioningConfiguration", Watched("keeps what was overwritten or deleted")),
    guard("AWS::S3::Bucket", "LoggingConfiguration", Watched("tells who asked for what")),
    guard("AWS::S3::Bucket", "BucketNamePrefix", Written("name: …")),
    guard("AWS::S3::Bucket", "BucketNamespace", Written("name: …")),
    guard("AWS::S3::Bucket", "WebsiteConfiguration", Safe("would make the bucket a website")),
    guard(
        "AWS::S3::Bucket",
        "ReplicationConfiguration",
        Watched("copies what is in the bucket, under a role that is not among the rights"),
    ),
    guard("AWS::Lambda::Function", "Environment.Variables.AWS_", Safe("is for Lambda to set")),
    guard("AWS::Lambda::Function", "Code", Safe("is the function that the branches became")),
    guard("AWS::Lambda::Function", "Handler", Safe("is the function that the branches became")),
    guard("AWS::Lambda::Function", "Runtime", Safe("is what the function is built for")),
    guard("AWS::Lambda::Function", "PackageType", Safe("is what the function is built as")),
    guard("AWS::Lambda::Function", "Architectures", Written("settings: { architecture: … }")),
    guard("AWS::Lambda::Function", "Role", Safe("is where its rights are")),
    guard("AWS::Lambda::Function", "Environment.Variables.DELIVERY_", Safe("is where the function writes")),
    guard(
        "AWS::Lambda::Function",
        "Environment.Variables.PIPEC_",
        Safe("is what the function is told of itself"),
    ),
    guard("AWS::Lambda::Function", "Environment.Variables.QUEUE_", Safe("is where the function writes")),
    guard("AWS::Lambda::Function", "Environment.Variables.STREAM_", Safe("is where the function writes")),
    guard("AWS::Lambda::Function", "Environment.Variables.TABLE_", Safe("is where the function writes")),
    guard("AWS::Lambda::Function", "Environment.Variables.THRESHOLD_", Written("thresholds: { … }")),
    guard("AWS::Lambda::Function", "Environment.Variables.TOPIC_", Safe("is where the function writes")),
    guard("AWS::Lambda::Function", "KmsKeyArn", Written("settings: { encryption: … }")),
    guard("AWS::Lambda::Function", "LoggingConfig", Safe("is where the rights of its role are")),
    guard(
        "AWS::Lambda::Function",
        "CapacityProviderConfig",
        Safe("would run batches side by side in a process that takes one at a time"),
    ),
    guard("AWS::Lambda::Function", "FunctionScalingConfig", Safe("is for a function of a capacity provider")),
    guard("AWS::Lambda::Function", "DeadLetterConfig", Safe("would need rights that no edge gives")),
    guard(
        "AWS::Lambda::Function",
        "DurableConfig",
        Safe("would give the function events that it does not know"),
    ),
    guard("AWS::Lambda::Function", "FileSystemConfigs", Safe("would need rights that no edge gives")),
    guard("AWS::Lambda::Function", "ImageConfig", Safe("is for a function that is an image")),
    guard("AWS::Lambda::Function", "TenancyConfig", Safe("would ask each batch for a tenant")),
    guard("AWS::Lambda::Function", "TracingConfig", Safe("would need rights that no edge gives")),
    guard("AWS::Lambda::Function", "VpcConfig", Safe("would need rights that no edge gives")),
    guard("AWS::Lambda::Function", "Layers", Watched("brings code that has the rights of the function")),
    guard("AWS::Lambda::Function", "Environment.Variables.LAMBDA_RUNTIME_DIR", Safe("is for Lambda to set")),
    guard("AWS::Lambda::Function", "Environment.Variables.LAMBDA_TASK_ROOT", Safe("is for Lambda to set")),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.ProcessingConfiguration",
        Safe("keeps records as the bytes that came"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "S3DestinationConfiguration",
        Safe("is given by the extended one, and AWS takes one of them"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "DeliveryStreamEncryptionConfigurationInput",
        Written("settings: { encryption: … }"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "DeliveryStreamType",
        Safe("says what the delivery stream reads"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "KinesisStreamSourceConfiguration",
        Safe("says what the delivery stream reads"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.BucketARN",
        Safe("is where the rights of its role are"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.RoleARN",
        Safe("is where its rights are"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.EncryptionConfiguration",
        Written("settings: { encryption: … }"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.Prefix",
        Written("prefix: …"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.ErrorOutputPrefix",
        Written("error_prefix: …"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.BufferingHints",
        Written("buffer: { size: …, interval: … }"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.CompressionFormat",
        Written("compression: …"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.CloudWatchLoggingOptions",
        Safe("tells why records were not delivered"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "AmazonOpenSearchServerlessDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "AmazonopensearchserviceDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ElasticsearchDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "HttpEndpointDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "IcebergDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "RedshiftDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "SnowflakeDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "SplunkDestinationConfiguration",
        Safe("would be a second destination, and AWS takes one"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "DatabaseSourceConfiguration",
        Safe("says what the delivery stream reads"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "MSKSourceConfiguration",
        Safe("says what the delivery stream reads"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration",
        Safe("keeps records as the bytes that came"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.DynamicPartitioningConfiguration",
        Safe("would need a processor, and records are kept as the bytes that came"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.S3BackupConfiguration",
        Safe("would need rights that no edge gives"),
    ),
    guard(
        "AWS::KinesisFirehose::DeliveryStream",
        "ExtendedS3DestinationConfiguration.S3BackupMode",
        Safe("would need rights that no edge gives"),
    ),
    guard("AWS::IAM::Role", "AssumeRolePolicyDocument", Safe("says which service acts under the role")),
    guard("AWS::IAM::Role", "Policies", Safe("is made from the edges of the pipeline")),
    guard("AWS::IAM::Role", "PermissionsBoundary", Written("settings: { permissions_boundary: … }")),
    guard("AWS::IAM::Role", "RoleName", Safe("would need another capability of whoever deploys")),
    guard("AWS::IAM::Role", "ManagedPolicyArns", Safe("gives rights that no edge asks for")),
    guard("AWS::KMS::Key", "KeyPolicy", Safe("says who uses the key")),
    guard("AWS::KMS::Key", "Enabled", Safe("keeps the data readable")),
    guard("AWS::KMS::Key", "KeySpec", Safe("is what all services encrypt with")),
    guard("AWS::KMS::Key", "KeyUsage", Safe("is what all services encrypt with")),
    guard("AWS::KMS::Key", "EnableKeyRotation", Watched("replaces the key material every year")),
    guard("AWS::KMS::Key", "PendingWindowInDays", Watched("is the time to take a deletion back")),
    guard("AWS::KMS::Key", "Origin", Safe("gives the key its material")),
    guard(
        "AWS::KMS::Key",
        "BypassPolicyLockoutSafetyCheck",
        Watched("keeps the key from being out of everybody's reach"),
    ),
    guard("AWS::Lambda::EventSourceMapping", "EventSourceArn", Safe("is where the rights of its role are")),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "FunctionName",
        Safe("is the function that the branches run in"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "FunctionResponseTypes",
        Safe("keeps a failed record from being taken for done"),
    ),
    guard("AWS::Lambda::EventSourceMapping", "FilterCriteria", Safe("would drop records uncounted")),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "DestinationConfig",
        Safe("keeps the batches that are given up"),
    ),
    guard("AWS::Lambda::EventSourceMapping", "StartingPosition", Written("starting_position: …")),
    guard("AWS::Lambda::EventSourceMapping", "MaximumRecordAgeInSeconds", Written("settings: { retry: … }")),
    guard("AWS::Lambda::EventSourceMapping", "MaximumRetryAttempts", Written("settings: { retry: … }")),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "TumblingWindowInSeconds",
        Safe("would give the function events that it does not know"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "AmazonManagedKafkaEventSourceConfig",
        Safe("is for a source that is no stream"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "DocumentDBEventSourceConfig",
        Safe("is for a source that is no stream"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "ProvisionedPollerConfig",
        Safe("is for a source that is no stream"),
    ),
    guard("AWS::Lambda::EventSourceMapping", "Queues", Safe("is for a source that is no stream")),
    guard("AWS::Lambda::EventSourceMapping", "ScalingConfig", Safe("is for a source that is no stream")),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "SelfManagedEventSource",
        Safe("is for a source that is no stream"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "SelfManagedKafkaEventSourceConfig",
        Safe("is for a source that is no stream"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "SourceAccessConfigurations",
        Safe("is for a source that is no stream"),
    ),
    guard("AWS::Lambda::EventSourceMapping", "Topics", Safe("is for a source that is no stream")),
    guard("AWS::Lambda::EventSourceMapping", "StartingPositionTimestamp", Written("starting_position: …")),
    guard("AWS::Lambda::EventSourceMapping", "KmsKeyArn", Safe("is for filters, and there are none")),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "BisectBatchOnFunctionError",
        Watched("keeps a record that cannot be done from taking its batch along"),
    ),
    guard(
        "AWS::Lambda::EventSourceMapping",
        "Enabled",
        Watched("keeps records from growing too old to be read"),
    ),
    guard("AWS::Logs::LogGroup", "KmsKeyId", Written("settings: { encryption: … }")),
    guard("AWS::Logs::LogGroup", "LogGroupName", Safe("is what the key of the logs is for")),
    guard("AWS::Logs::LogGroup", "RetentionInDays", Written("settings: { log_retention: … }")),
    guard("AWS::Logs::LogGroup", "LogGroupClass", Safe("makes metrics of what functions log")),
    guard("AWS::Logs::LogGroup", "ResourcePolicyDocument", Watched("gives rights that no edge asks for")),
    guard(
        "AWS::Logs::LogGroup",
        "BearerTokenAuthenticationEnabled",
        Watched("would let whoever has a token write"),
    ),
    guard("AWS::Logs::LogStream", "LogGroupName", Safe("is where the rights of its role are")),
    guard("AWS::Logs::LogStream", "LogStreamName", Safe("is where the rights of its role are")),
    guard("AWS::S3::BucketPolicy", "Bucket", Safe("is the bucket that the policy is for")),
    guard(
        "AWS::S3::BucketPolicy",
        "PolicyDocument",
        Watched("refuses whatever comes without TLS, unless the new one does"),
    ),
    guard("AWS::SNS::Topic", "KmsMasterKeyId", Written("settings: { encryption: … }")),
    guard("AWS::SNS::Topic", "TopicName", Written("name: …")),
    guard("AWS::SNS::Topic", "DisplayName", Written("display_name: …")),
    guard("AWS::SNS::Topic", "Subscription", Written("email: …")),
    guard("AWS::SNS::Topic", "FifoTopic", Safe("would ask each message for a group")),
    guard("AWS::SNS::Topic", "ArchivePolicy", Safe("is for a topic that is FIFO")),
    guard("AWS::SNS::Topic", "ContentBasedDeduplication", Safe("is for a topic that is FIFO")),
    guard("AWS::SNS::Topic", "FifoThroughputScope", Safe("is for a topic that is FIFO")),
    guard("AWS::SNS::Topic", "DataProtectionPolicy", Watched("could change messages, or refuse them")),
    guard("AWS::SNS::TopicPolicy", "Topics", Safe("is the topic that the policy is for")),
    guard(
        "AWS::SNS::TopicPolicy",
        "PolicyDocument",
        Watched("refuses whatever comes without TLS, unless the new one does"),
    ),
    guard("AWS::SQS::Queue", "KmsMasterKeyId", Written("settings: { encryption: … }")),
    guard("AWS::SQS::Queue", "SqsManagedSseEnabled", Written("settings: { encryption: … }")),
    guard("AWS::SQS::Queue", "QueueName", Written("name: …")),
    guard("AWS::SQS::Queue", "FifoQueue", Safe("would ask each message for a group")),
    guard("AWS::SQS::Queue", "MessageRetentionPeriod", Written("retention: …")),
    guard("AWS::SQS::Queue", "VisibilityTimeout", Written("visibility: …")),
    guard("AWS::SQS::Queue", "ContentBasedDeduplication", Safe("is for a queue that is FIFO")),
    guard("AWS::SQS::Queue", "DeduplicationScope", Safe("is for a queue that is FIFO")),
    guard("AWS::SQS::Queue", "FifoThroughputLimit", Safe("is for a queue that is FIFO")),
    guard("AWS::SQS::QueuePolicy", "Queues", Safe("is the queue that the policy is for")),
    guard(
        "AWS::SQS::QueuePolicy",
        "PolicyDocument",
        Watched("refuses whatever comes without TLS, unless the new one does"),
    ),
    guard("AWS::Kinesis::ResourcePolicy", "ResourceArn", Safe("is the stream that the policy is about")),
    guard("AWS::Kinesis::ResourcePolicy", "ResourcePolicy", Written("readers: …")),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationName",
        Safe("is what the trust of its role names"),
    ),
    guard("AWS::KinesisAnalyticsV2::Application", "RuntimeEnvironment", Written("engine: …")),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ServiceExecutionRole",
        Safe("is made from the edges of the pipeline"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationConfiguration.ApplicationCodeConfiguration",
        Safe("is what the branches mean"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationConfiguration.SqlApplicationConfiguration",
        Safe("is what the stream's schema means"),
    ),
    guard("AWS::KinesisAnalyticsV2::Application", "ApplicationMode", Safe("is what the application runs as")),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationConfiguration.ApplicationEncryptionConfiguration",
        Safe("would need rights that no edge gives"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationConfiguration.VpcConfigurations",
        Safe("would need rights that no edge gives"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::Application",
        "ApplicationConfiguration.ZeppelinApplicationConfiguration",
        Safe("is for a notebook"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::ApplicationOutput",
        "ApplicationName",
        Safe("is the application that it belongs to"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::ApplicationOutput",
        "Output",
        Safe("is where the rights of the application are"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
        "ApplicationName",
        Safe("is the application that it belongs to"),
    ),
    guard(
        "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
        "CloudWatchLoggingOption",
        Safe("is where the rights of the application are"),
    ),
];
