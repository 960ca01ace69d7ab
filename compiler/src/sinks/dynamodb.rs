//! DynamoDB tables.

use crate::source::Spanned;
use crate::syntax::{Arn, block};

block! {
    /// A DynamoDB table; a row is an item, written once per key.
    struct Settings {
        /// The column that is the partition key.
        required partition_key = "partition_key": Spanned<String>,
        /// The column that is the sort key.
        optional sort_key = "sort_key": Spanned<String>,
        /// What happens to a row whose key is there already with another record's row.
        optional on_conflict = "on_conflict": Spanned<OnConflict>,
        /// The table's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A table that is there already.
        optional existing = "existing": Spanned<Arn>,
    }
}

block! {
    /// What happens to a row whose key is there already with another record's row.
    enum OnConflict {
        /// The item stays as it is, and the row is counted.
        KeepFirst = "keep_first",
        /// The row takes the item's place.
        Replace = "replace",
    }
}
