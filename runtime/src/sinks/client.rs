//! The account that the function runs in, from its environment: the one source of credentials that Lambda gives.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use std::cell::OnceCell;
use std::env;
use std::rc::Rc;

/// Whose services are called, and how. Nothing is opened before the first call.
#[derive(Debug)]
pub struct Account {
    region: String,
    credentials: Credentials,
    endpoint: Option<String>,
    config: OnceCell<SdkConfig>,
}

impl Account {
    /// The account of the environment. `AWS_ENDPOINT_URL` leads all calls to another address, for tests.
    pub fn from_environment() -> Result<Account, String> {
        let variable = |it: &str| env::var(it).map_err(|_| format!("the variable {it} is not set"));
        let token = env::var("AWS_SESSION_TOKEN").ok().filter(|it| !it.is_empty());
        let (id, secret) = (variable("AWS_ACCESS_KEY_ID")?, variable("AWS_SECRET_ACCESS_KEY")?);
        Ok(Account {
            region: variable("AWS_REGION")?,
            credentials: Credentials::new(id, secret, token, None, "environment"),
            endpoint: env::var("AWS_ENDPOINT_URL").ok().filter(|it| !it.is_empty()),
            config: OnceCell::new(),
        })
    }

    /// What each client is made from; they share their connections. Tries are ours to count, because the SDK knows
    /// neither the deadline nor the entries of a request.
    fn config(&self) -> &SdkConfig {
        self.config.get_or_init(|| {
            let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
            let mut config = SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::new(self.region.clone()))
                .credentials_provider(SharedCredentialsProvider::new(self.credentials.clone()))
                .http_client(http)
                .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
                .retry_config(RetryConfig::disabled())
                .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
            config.set_endpoint_url(self.endpoint.clone());
            config.build()
        })
    }

    /// Whether calls go to another address than AWS's, where a bucket is a path and not a host.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.endpoint.is_some()
    }
}

/// A client that is made when it is first needed.
#[derive(Debug)]
pub struct Lazy<C> {
    account: Rc<Account>,
    client: OnceCell<C>,
}

impl<C> Lazy<C> {
    /// A client that is still to be made.
    pub fn new(account: &Rc<Account>) -> Lazy<C> {
        Lazy { account: Rc::clone(account), client: OnceCell::new() }
    }

    /// The client.
    pub fn get(&self, make: impl FnOnce(&SdkConfig) -> C) -> &C {
        self.client.get_or_init(|| make(self.account.config()))
    }
}
