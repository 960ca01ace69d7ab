//! How changes reach the environments.

use crate::source::Spanned;
use crate::syntax::{AccountId, Arn, Name, OneOrMany, block};

block! {
    /// How changes reach the environments.
    struct Cicd {
        /// Where the file is kept.
        required source = "source": Repository,
        /// The account that builds.
        optional tooling_account = "tooling_account": Spanned<AccountId>,
        /// Environments, in the order that a change reaches them.
        required stages = "stages": OneOrMany<Spanned<Name>>,
        /// What builds and deploys.
        required with = "with": Tool,
    }
}

block! {
    /// Where the file is kept.
    struct Repository {
        /// `owner/name`.
        required repository = "repository": Spanned<String>,
        /// The branch that is deployed; `main` without it.
        optional branch = "branch": Spanned<String>,
    }
}

block! {
    /// What builds and deploys.
    union Tool {
        /// AWS CodePipeline and CodeBuild.
        Codepipeline(Codepipeline) = "codepipeline",
        /// GitHub Actions, with a role for each environment.
        GithubActions(GithubActions) = "github_actions",
    }
}

block! {
    /// AWS CodePipeline and CodeBuild.
    struct Codepipeline {
        /// The connection to the repository's host.
        required connection = "connection": Spanned<Arn>,
    }
}

block! {
    /// GitHub Actions.
    struct GithubActions {
        /// The account's identity provider for GitHub, if it is there already.
        optional provider = "provider": Spanned<Arn>,
    }
}
