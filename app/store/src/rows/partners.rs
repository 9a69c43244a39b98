//! Partners outside.

use super::*;
use crate::partners::read;

impl Rows<'_> {
    /// Every partner, past ones too, by name.
    pub async fn partners(&self) -> Loaded<Vec<Partner>> {
        let rows = partner::Entity::find().order_by_asc(partner::Column::Name);
        rows.all(&self.db).await?.into_iter().map(read).collect()
    }

    /// One partner, locked for a unit.
    pub async fn partner(&self, id: PartnerId) -> Loaded<Option<Partner>> {
        let row = self.root(partner::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(read).transpose()
    }
}
