//! One definition of a block of YAML gives its struct, its reader and its JSON Schema.
//!
//! A broken block still stands, with what could be read: `broken` tells the later stages not to speak of what
//! is absent from it.

mod codes;
mod names;
mod reader;
mod scalars;
mod secret;
mod shapes;

pub use codes::{ABOUT_SHAPE, CODES, NOT_BUILT_YET, SECRET_IN_CLEAR, TOO_MANY_ITEMS};
pub use names::{Free, Name, Named};
pub use reader::{Fields, Reader};
pub use scalars::{
    AccountId, Any, Arn, Bytes, Duration, EmailAddress, Expression, FromScalar, Literal, Region,
};
pub use secret::Secret;
pub use shapes::{List, OneOrMany};

use crate::yaml::Node;

/// Something that can be read from a node. `None` means that a finding has been made.
pub trait Read: Sized {
    /// Reads it.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;
}

/// Defines a block of keys (`struct`), a choice of words (`enum`) or a choice of blocks (`union`).
///
/// A key of a `struct` is `required`, `optional` or a `collection` that is empty when it is absent. Its name is
/// the literal behind it.
macro_rules! block {
    ($(#[$meta:meta])* struct $name:ident {
        $( $(#[$doc:meta])* $kind:ident $field:ident = $key:literal : $ty:ty ),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            /// Where the block stands.
            #[schemars(skip)]
            pub span: $crate::source::Span,
            /// Whether something in the block could not be read; the finding has been made.
            #[schemars(skip)]
            pub broken: bool,
            /// The keys that are there, and their places.
            #[schemars(skip)]
            pub keys: Vec<$crate::source::Spanned<String>>,
            $( $(#[$doc])* #[schemars(rename = $key)] pub $field: $crate::syntax::block!(@type $kind $ty), )*
        }
        impl $crate::syntax::Read for $name {
            fn read(node: &$crate::yaml::Node, reader: &mut $crate::syntax::Reader) -> Option<Self> {
                let mut fields = $crate::syntax::Fields::open(node, &[$($key),*], reader)?;
                $( let $field = fields.$kind($key, reader); )*
                Some($name { span: node.span, broken: fields.broken, keys: fields.keys(), $($field),* })
            }
        }
        impl $name {
            /// Where a key stands; the block's own place if it is not there.
            pub fn place_of(&self, key: &str) -> $crate::source::Span {
                self.keys.iter().find(|it| it.value == key).map_or(self.span, |it| it.span)
            }
        }
    };
    (@type required $ty:ty) => { $crate::syntax::Required<$ty> };
    (@type optional $ty:ty) => { Option<$ty> };
    (@type collection $ty:ty) => { $crate::syntax::Collection<$ty> };
    ($(#[$meta:meta])* enum $name:ident { $( $(#[$doc:meta])* $variant:ident = $key:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
        pub enum $name { $( $(#[$doc])* #[schemars(rename = $key)] $variant ),* }
        impl $crate::syntax::FromScalar for $name {
            const EXPECTED: &'static str = "one of the words";
            const WORDS: &'static [&'static str] = &[$($key),*];
            fn from_text(text: &str) -> Option<Self> {
                match text { $( $key => Some($name::$variant), )* _ => None }
            }
        }
        impl $name {
            /// The word in the file.
            pub fn word(self) -> &'static str {
                match self { $( $name::$variant => $key ),* }
            }
        }
    };
    ($(#[$meta:meta])* union $name:ident { $( $(#[$doc:meta])* $variant:ident($ty:ty) = $key:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        pub enum $name { $( $(#[$doc])* #[schemars(rename = $key)] $variant($ty) ),* }
        impl $crate::syntax::Read for $name {
            fn read(node: &$crate::yaml::Node, reader: &mut $crate::syntax::Reader) -> Option<Self> {
                let (key, value) = $crate::syntax::Fields::one_of(node, &[$($key),*], reader)?;
                $name::read_choice(key, value, reader)
            }
        }
        impl $name {
            /// Reads the choice that this key names.
            pub fn read_choice(
                key: &str, node: &$crate::yaml::Node, reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                match key { $( $key => <$ty as $crate::syntax::Read>::read(node, reader).map($name::$variant), )* _ => None }
            }
            /// The keys of the choices, as written in the file.
            pub const KEYS: &'static [&'static str] = &[$($key),*];
            /// The key of this choice.
            pub fn key(&self) -> &'static str {
                match self { $( $name::$variant(_) => $key ),* }
            }
        }
    };
}
pub(crate) use block;

/// A key that must be there; `None` where it is missing or broken, which has been told.
pub type Required<T> = shapes::Required<T>;
/// A key that holds a collection, empty where it is absent.
pub type Collection<T> = shapes::Collection<T>;
