//! Patients: wrapped data key, sealed identity, blind search keys. The id is the opaque registry id.

use crate::table::row::row;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "patient")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub site: String,
    pub data_key: Vec<u8>,
    pub identity: Option<Vec<u8>>,
    pub key_kana: Option<Vec<u8>>,
    pub key_kana_birth: Option<Vec<u8>>,
    pub key_mrn: Option<Vec<u8>>,
    pub registered_at: i64,
    pub leaf: i64,
}

row!("patient");
