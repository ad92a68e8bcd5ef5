//! How an attached file is read: the closed object of `value::file`, or a reason for a missing value. What it holds is looked at later.

use crate::answers::error::Error;
use crate::answers::json::Json;
use crate::kind::media::{Files, Media};
use crate::value::file::{MEMBERS, is_name, is_sha256};
use crate::value::number;
use crate::value::value::{Fault, Slot, Value};
use std::borrow::Cow;

/// What stands in the place of a file.
pub enum Read<'a> {
    /// A file, or what is wrong with it.
    File(Slot),
    /// A reason for a missing value.
    Missing(Option<Cow<'a, str>>),
}

/// Reads the object that comes next.
pub fn read<'a>(json: &mut Json<'a>, files: Option<&Files>) -> Result<Read<'a>, Error> {
    json.expect(b'{')?;
    let mut texts: [Option<Cow<'a, str>>; 4] = [const { None }; 4];
    let (mut size, mut missing) = (None, None);
    let (mut keys, mut strange) = (0_u32, false);
    while let Some(key) = json.key(keys == 0)? {
        keys += 1;
        let member = MEMBERS.iter().position(|member| **member == *key);
        let number = matches!(json.peek(), Some(b'-' | b'0'..=b'9'));
        if &*key == "size" && number {
            strange |= size.is_some();
            size = Some(number::whole(json.number()?));
        } else if let (Some(place), Some(b'"'), false) = (member.and_then(|at| texts.get_mut(at)), json.peek(), &*key == "size") {
            strange |= place.is_some();
            *place = Some(json.string()?);
        } else if &*key == "missing" {
            strange |= missing.is_some();
            missing = Some(if json.peek() == Some(b'"') { Some(json.string()?) } else { json.skip(2).map(|()| None)? });
        } else {
            strange = true;
            json.skip(2)?;
        }
    }
    if let (Some(reason), 1, false) = (missing, keys, strange) {
        return Ok(Read::Missing(reason));
    }
    let [name, sha256, _, media] = texts;
    let size = size.flatten().and_then(|size| size.to_integer()).and_then(|size| u64::try_from(size).ok());
    Ok(Read::File(match (name, sha256, media, size.filter(|size| *size > 0)) {
        (Some(name), Some(sha256), Some(media), Some(size)) if !strange && is_name(&name) && is_sha256(&sha256) => {
            let allowed = Media::from_type(&media).is_some_and(|media| files.is_some_and(|files| files.accept.contains(&media)));
            if allowed { Slot::Value(Value::File { size }) } else { Slot::Unreadable(Fault::FileTypeNotAllowed) }
        }
        _ => Slot::Unreadable(Fault::Unreadable),
    }))
}
