//! The function under test: any program, with the surroundings that Lambda gives it.

use crate::proxy::{Gate, Proxy};
use crate::server::Server;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The account that everything is in.
const ACCOUNT: &str = "000000000000";

/// A program that speaks the Lambda Runtime API, its arguments and its environment.
#[derive(Debug, Clone)]
pub struct Function {
    program: PathBuf,
    arguments: Vec<OsString>,
    name: String,
    variables: BTreeMap<String, String>,
    gate: Option<Gate>,
}

impl Function {
    /// A program with the usual environment of a function, and nothing of this process's own.
    pub fn new(program: impl Into<PathBuf>) -> Function {
        let function = Function {
            program: program.into(),
            arguments: Vec::new(),
            name: "function".to_owned(),
            variables: BTreeMap::new(),
            gate: None,
        };
        let usual = [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("LANG", "en_US.UTF-8"),
            ("TZ", ":UTC"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_SESSION_TOKEN", "test"),
            ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
            ("_HANDLER", "bootstrap"),
        ];
        usual.into_iter().fold(function, |it, (name, value)| it.variable(name, value)).named("function")
    }

    /// The same program with one more argument.
    pub fn argument(mut self, argument: impl Into<OsString>) -> Function {
        self.arguments.push(argument.into());
        self
    }

    /// The same function with a variable, which takes the place of a usual one of that name.
    pub fn variable(mut self, name: &str, value: impl Into<String>) -> Function {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// The same function under another name.
    pub fn named(mut self, name: &str) -> Function {
        name.clone_into(&mut self.name);
        self.variable("AWS_LAMBDA_FUNCTION_NAME", name)
            .variable("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}"))
            .variable("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0")
    }

    /// The same function, which finds all of AWS behind this proxy.
    pub fn behind(mut self, proxy: &Proxy) -> Function {
        self.gate = Some(proxy.gate());
        self
    }

    /// A way to AWS for one process.
    pub(super) fn door(&self) -> Option<Server> {
        self.gate.as_ref().map(Gate::open)
    }

    pub(super) fn region(&self) -> &str {
        &self.variables["AWS_REGION"]
    }

    pub(super) fn arn(&self) -> String {
        format!("arn:aws:lambda:{}:{ACCOUNT}:function:{}", self.region(), self.name)
    }

    pub(super) fn role(&self) -> String {
        format!("arn:aws:iam::{ACCOUNT}:role/{}", self.name)
    }

    pub(super) fn stream(&self) -> String {
        format!("arn:aws:kinesis:{}:{ACCOUNT}:stream/stream", self.region())
    }

    /// Starts a process of it; all that it prints goes to one file.
    pub(super) fn start(&self, api: SocketAddr, aws: Option<SocketAddr>, output: &File) -> Child {
        let file = || Stdio::from(output.try_clone().expect("there are file descriptors left"));
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear().envs(&self.variables);
        command.env("AWS_LAMBDA_RUNTIME_API", api.to_string());
        command.envs(aws.map(|it| ("AWS_ENDPOINT_URL", format!("http://{it}"))));
        command.stdin(Stdio::null()).stdout(file()).stderr(file());
        command.spawn().unwrap_or_else(|it| panic!("{} cannot be run: {it}", self.program.display()))
    }
}
