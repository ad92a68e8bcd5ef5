//! What an answer can be: exact decimals, calendar dates that may be partial, units, missing reasons, and the slot that holds one.
//! Pure arithmetic without a clock; `renderer/assets/form.js` follows the same algorithms.

pub mod canonical;
pub mod censor;
pub mod date;
pub mod datetime;
pub mod decimal;
pub mod era;
pub mod file;
pub mod missing;
pub mod number;
pub mod power;
pub mod rounding;
/// Short texts and few codes in the slot itself.
pub mod short;
pub mod truth;
pub mod unit;
pub mod unit_name;
pub mod value;
pub mod wide;
/// JSON that is only written.
pub mod written;

pub use date::{Date, DateRange};
pub use decimal::Decimal;
pub use missing::Missing;
pub use rounding::Rounding;
pub use truth::Truth;
pub use unit::{Ratio, Unit};
pub use value::{Fault, Slot, Value};
