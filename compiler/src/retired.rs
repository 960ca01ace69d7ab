//! What AWS has retired: dated facts that any rule can ask for. A date is told, never compared with today.

/// Something that AWS has retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retired {
    /// What templates call it, `SQL-1_0`.
    pub name: &'static str,
    /// Whose it is.
    pub service: &'static str,
    /// What ended, and since when, in their order.
    pub since: &'static [(&'static str, &'static str)],
    /// What to use instead.
    pub instead: &'static str,
    /// Where AWS says so.
    pub page: &'static str,
}

/// The day by which all this was so. What was announced for a later one is not here.
pub const AS_OF: &str = "2026-11-22";

/// What ends first of a runtime of Lambda.
const SUPPORT: &str = "no support";

/// Runtimes of Lambda by the day of their deprecation, and Kinesis Analytics' own language.
pub const ALL: &[Retired] = &[
    lambda("nodejs", &[(SUPPORT, "2016-08-30")], "nodejs24.x"),
    lambda("dotnetcore2.0", &[(SUPPORT, "2019-05-30")], "dotnet10"),
    lambda("dotnetcore1.0", &[(SUPPORT, "2019-06-27")], "dotnet10"),
    lambda("nodejs6.10", &[(SUPPORT, "2019-08-12")], "nodejs24.x"),
    lambda("nodejs4.3", &[(SUPPORT, "2020-03-05")], "nodejs24.x"),
    lambda("nodejs4.3-edge", &[(SUPPORT, "2020-03-05")], "nodejs24.x"),
    lambda("nodejs8.10", &[(SUPPORT, "2020-03-06")], "nodejs24.x"),
    lambda("python2.7", &[(SUPPORT, "2021-07-15")], "python3.14"),
    lambda("nodejs10.x", &[(SUPPORT, "2021-07-30")], "nodejs24.x"),
    lambda("ruby2.5", &[(SUPPORT, "2021-07-30")], "ruby4.0"),
    lambda("dotnetcore2.1", &[(SUPPORT, "2022-01-05")], "dotnet10"),
    lambda("python3.6", &[(SUPPORT, "2022-07-18")], "python3.14"),
    lambda("nodejs12.x", &[(SUPPORT, "2023-03-31")], "nodejs24.x"),
    lambda("dotnetcore3.1", &[(SUPPORT, "2023-04-03")], "dotnet10"),
    lambda("nodejs14.x", &[(SUPPORT, "2023-12-04")], "nodejs24.x"),
    lambda("python3.7", &[(SUPPORT, "2023-12-04")], "python3.14"),
    lambda("ruby2.7", &[(SUPPORT, "2023-12-07")], "ruby4.0"),
    lambda("go1.x", &[(SUPPORT, "2024-01-08")], "provided.al2023"),
    lambda("java8", &[(SUPPORT, "2024-01-08")], "java25"),
    lambda("provided", &[(SUPPORT, "2024-01-08")], "provided.al2023"),
    lambda("nodejs16.x", &[(SUPPORT, "2024-06-12")], "nodejs24.x"),
    lambda("python3.8", &[(SUPPORT, "2024-10-14")], "python3.14"),
    lambda("dotnet6", &[(SUPPORT, "2024-12-20")], "dotnet10"),
    lambda("nodejs18.x", &[(SUPPORT, "2025-09-01")], "nodejs24.x"),
    lambda("python3.9", &[(SUPPORT, "2025-12-15")], "python3.14"),
    lambda("ruby3.2", &[(SUPPORT, "2026-03-31")], "ruby4.0"),
    lambda("nodejs20.x", &[(SUPPORT, "2026-04-30")], "nodejs24.x"),
    lambda("provided.al2", &[(SUPPORT, "2026-07-31")], "provided.al2023"),
    lambda("python3.10", &[(SUPPORT, "2026-10-31")], "python3.14"),
    lambda("dotnet8", &[(SUPPORT, "2026-11-10")], "dotnet10"),
    lambda("dotnet9", &[(SUPPORT, "2026-11-10")], "dotnet10"),
    Retired {
        name: "SQL-1_0",
        service: "Kinesis Data Analytics for SQL",
        since: &[
            ("no fixes", "2025-09-01"),
            ("no new applications", "2025-10-15"),
            ("applications deleted", "2026-01-27"),
        ],
        instead: "FLINK-2_2",
        page: "https://docs.aws.amazon.com/kinesisanalytics/latest/dev/discontinuation.html",
    },
];

const fn lambda(
    name: &'static str,
    since: &'static [(&'static str, &'static str)],
    instead: &'static str,
) -> Retired {
    let page = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";
    Retired { name, service: "AWS Lambda", since, instead, page }
}

/// What templates call so, if AWS has retired it.
pub fn named(name: &str) -> Option<&'static Retired> {
    ALL.iter().find(|it| it.name == name)
}

impl Retired {
    /// What ended and since when, in words: `no fixes since 2025-09-01, …`.
    pub fn told(&self) -> String {
        let ended = self.since.iter().map(|(what, day)| format!("{what} since {day}"));
        ended.collect::<Vec<_>>().join(", ")
    }
}
