//! A value of a column's type, as a test writes it in YAML.

use crate::diagnostic::Diagnostic;
use crate::model::expression::literal;
use crate::yaml::{Kind, Node, Plain};
use pipec_runtime::literal::form;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// Why a node is no value of a column.
pub struct Misfit {
    message: String,
    /// The text in quotes, where that would mend it.
    quoted: Option<String>,
}

impl Misfit {
    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Adds the mend to a finding.
    pub fn mend(&self, node: &Node, finding: &mut Diagnostic) {
        if let Some(quoted) = &self.quoted {
            finding.help(format!("quote it: `{quoted}`")).edit(node.span, quoted);
        }
    }
}

/// The value of this type that a node writes. Null is a value of each.
pub fn read(node: &Node, ty: Type) -> Result<Value<'static>, Misfit> {
    let misfit =
        |found: &str| Misfit { message: format!("expected {}, found {found}", form(ty)), quoted: None };
    let Kind::Scalar(scalar) = &node.kind else { return Err(misfit(node.noun())) };
    let plain = scalar.plain();
    let (fits, text) = match plain {
        Plain::Null => return Ok(Value::Null),
        Plain::Text => (ty.is_text() || ty == Type::Timestamp, scalar.text.clone()),
        Plain::Boolean => (ty == Type::Boolean, scalar.text.to_lowercase()),
        Plain::Integer | Plain::Float => (ty.is_number(), scalar.text.clone()),
    };
    if !fits {
        let quoted = ty.is_text().then(|| format!("\"{}\"", scalar.text));
        return Err(Misfit { quoted, ..misfit(node.noun()) });
    }
    literal(&text, ty).ok_or_else(|| misfit(&format!("`{text}`")))
}
