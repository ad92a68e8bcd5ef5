//! What an item holds, in the standard's words.

use engine::form::item::Item;
use engine::kind::kind::Kind;
use engine::kind::shape::Shape;

use super::edition::Edition;

/// The standard's word for what an item holds.
pub fn data_type(item: &Item, edition: Edition) -> &'static str {
    match item.shape {
        Shape::Text | Shape::Coded | Shape::ManyCoded | Shape::Repeat => "text",
        // The answer is the address of the content, `urn:sha256:...`.
        Shape::File => "URI",
        Shape::Integer => "integer",
        Shape::Decimal | Shape::Quantity => edition.decimal(),
        Shape::Boolean => "boolean",
        Shape::Date if item.kind == Kind::PartialDate || item.kind == Kind::Calculated => "partialDate",
        Shape::Date => "date",
        Shape::Datetime => "partialDatetime",
    }
}
