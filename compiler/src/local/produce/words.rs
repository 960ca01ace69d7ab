//! Short lists of what people, shops and machines write.

/// What people are called.
pub const FIRST_NAMES: &[&str] = &[
    "Maria", "James", "Fatima", "Wei", "Anna", "Luis", "Priya", "John", "Aisha", "Lukas", "Sofia", "Omar",
    "Emma", "Kenji", "Chloe", "Daniel", "Ines", "Noah", "Leila", "Marco", "Grace", "Pavel", "Hannah",
    "Diego", "Yuki", "Samuel", "Elena", "Tom", "Nadia", "Felix", "Ruth", "Ivan", "Clara", "Ahmed", "Julia",
    "Peter", "Mei", "Oscar", "Laura", "David", "Amara", "Simon", "Eva", "Carlos", "Nora", "Paul", "Zoe",
    "Robert",
];

/// What families are called.
pub const LAST_NAMES: &[&str] = &[
    "Smith", "Garcia", "Chen", "Okafor", "Meyer", "Silva", "Patel", "Novak", "Khan", "Rossi", "Johnson",
    "Tanaka", "Dubois", "Andersen", "Haddad", "Kowalski", "Martin", "Nguyen", "Brown", "Fischer", "Lopez",
    "Ivanova", "Murphy", "Sato", "Keller", "Costa", "Wilson", "Singh", "Bauer", "Moreau", "Ali", "Jensen",
    "Taylor", "Romano", "Walker", "Petrov", "Santos", "Young", "Weber", "Hughes", "Diallo", "Berg", "Scott",
    "Marin", "Clark", "Horvat", "Evans", "Lehmann",
];

/// Streets.
pub const STREETS: &[&str] = &[
    "Maple Street",
    "Oak Avenue",
    "Main Street",
    "Park Road",
    "Cedar Lane",
    "Church Street",
    "Lake Drive",
    "Hill Road",
    "Station Street",
    "River Road",
    "Elm Street",
    "Mill Lane",
    "Garden Street",
    "School Road",
    "Bridge Street",
    "Sunset Boulevard",
    "High Street",
    "Forest Avenue",
    "Pine Court",
    "Market Street",
];

/// Shares.
pub const TICKERS: &[&str] = &["AMZN", "GOOG", "MSFT", "ORCL", "BABA"];

/// Companies.
pub const COMPANIES: &[&str] = &[
    "Northwind Traders",
    "Blue Harbor Foods",
    "Alpine Outdoor",
    "Corner Books",
    "Green Leaf Market",
    "Metro Electronics",
    "Sunrise Bakery",
    "Harbor Pharmacy",
    "Stone & Sons",
    "Lakeside Hardware",
    "Bright Optics",
    "Riverside Fuel",
];

/// Things to buy.
pub const PRODUCTS: &[&str] = &[
    "desk lamp",
    "coffee beans",
    "running shoes",
    "phone case",
    "notebook",
    "water bottle",
    "headphones",
    "backpack",
    "keyboard",
    "rain jacket",
    "tea kettle",
    "board game",
    "bicycle lock",
    "yoga mat",
    "umbrella",
    "toaster",
];

/// What people write on the side.
pub const NOTES: &[&str] = &[
    "left with a neighbour",
    "ring twice",
    "as agreed by phone",
    "second attempt",
    "nothing to add",
    "please call before delivery",
    "checked by hand",
    "FRAGILE",
    "customer was friendly",
    "seal is intact",
    "see the last note",
    "urgent!",
];

/// Browsers.
pub const AGENTS: &[&str] = &["Chrome/143.0", "Firefox/146.0", "Safari/26.1", "Edge/143.0", "curl/8.17.0"];

/// Lists by the words of a column's name.
pub const LISTS: &[(&str, &[&str])] = &[
    ("ticker symbol stock instrument", TICKERS),
    ("currency", &["USD", "EUR", "GBP", "JPY", "CHF"]),
    ("company merchant vendor supplier brand employer shop store", COMPANIES),
    ("product item article", PRODUCTS),
    (
        "category department",
        &["food", "travel", "home", "sports", "books", "electronics", "clothing", "fuel"],
    ),
    ("color colour", &["black", "white", "red", "blue", "green", "grey"]),
    ("status state phase", &["active", "active", "active", "pending", "done", "failed"]),
    ("level severity priority", &["info", "info", "info", "warning", "error"]),
    ("useragent browser agent", AGENTS),
    ("os platform", &["Linux", "Windows", "macOS", "Android", "iOS"]),
    ("language locale lang", &["en", "de", "fr", "es", "it", "pt", "ja", "zh"]),
    ("carrier courier", &["DHL", "UPS", "FedEx", "DPD", "GLS"]),
    ("method verb", &["GET", "GET", "GET", "POST", "PUT", "DELETE"]),
    ("hall room zone area section line", &["A", "B", "C", "D", "E"]),
    ("note comment message description remark reason text title subject", NOTES),
    ("side direction", &["BUY", "SELL"]),
    ("exchange market venue", &["NASDAQ", "NYSE", "LSE", "XETRA", "TSE"]),
    ("firmware version release build", &["2.9.0", "2.13.4", "2.14.0", "2.14.1", "3.0.0"]),
    (
        "page path url uri endpoint route",
        &["/", "/products", "/products/42", "/cart", "/search", "/login", "/help"],
    ),
    ("gender sex", &["female", "male", "other"]),
    ("plan tier", &["free", "basic", "pro", "enterprise"]),
    ("channel source origin", &["web", "app", "phone", "branch"]),
    ("device model", &["phone", "laptop", "tablet", "desktop"]),
    ("unit", &["kg", "m", "l", "pcs"]),
    ("type kind class", &["standard", "standard", "express", "return"]),
    ("weekday", &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
];
