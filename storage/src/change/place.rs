//! Places: patient > course > infusion > ..., as `registry.yaml` declares the levels.

use crate::access::right::Right;
use crate::change::rule::demand_word;
use crate::error::{Error, Refusal};
use crate::random;
use crate::table::place;
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Opens a place below another (a new course, a new infusion).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlace {
    /// The place above.
    pub parent: String,
    /// Level id, e.g. `course`.
    pub level: String,
}

impl OpenPlace {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_word("level", &self.level, "_", 1..=64, "is a level's id")?;
        let parent = load_place(turn, &self.parent).await?;
        let siblings = place::Entity::find()
            .filter(place::Column::Parent.eq(&parent.id))
            .filter(place::Column::Level.eq(&self.level))
            .count(turn.txn)
            .await?;
        let id = random::row_id()?;
        let row = place::Model {
            id: id.clone(),
            patient: parent.patient,
            parent: Some(parent.id),
            level: self.level.clone(),
            ordinal: i64::try_from(siblings).unwrap_or(i64::MAX).saturating_add(1),
            opened_at: turn.at.0,
            leaf: 0,
        };
        turn.insert(row).await?;
        Ok(Written { id: id.clone(), place: Some(id), ..Written::default() })
    }
}

/// A place of a patient of the actor's site; that patient becomes the subject of the change.
pub(crate) async fn load_place(turn: &mut Turn<'_>, id: &str) -> Result<place::Model, Error> {
    let found = place::Entity::find_by_id(id).one(turn.txn).await?;
    let place = found.ok_or(Refusal::NotFound { what: "place" })?;
    turn.load_subject(&place.patient, "place").await?;
    Ok(place)
}
