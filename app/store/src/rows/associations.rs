//! Associations, and which may be one and the same.

use super::*;
use crate::associations::association;
use domain::associations::{
    Crew, Invitation, JoinRequest, ReferentOffer, Sketch, Takeover, name_start,
};

/// How many are compared with one that is typed: more begin alike only by chance.
const COMPARED: u64 = 200;

impl Rows<'_> {
    /// One association, locked for a unit.
    pub async fn association(&self, id: AssociationId) -> Loaded<Option<Association>> {
        let row = self.root(association::Entity::find_by_id(id.0)).one(&self.db).await?;
        row.map(association).transpose()
    }

    /// Every association's name.
    pub async fn association_names(&self) -> Loaded<BTreeMap<AssociationId, String>> {
        let rows = association::Entity::find().all(&self.db).await?;
        Ok(rows.into_iter().map(|a| (AssociationId(a.id), a.name)).collect())
    }

    /// The names of these associations.
    pub async fn names_of(
        &self,
        ids: impl IntoIterator<Item = AssociationId>,
    ) -> Loaded<BTreeMap<AssociationId, String>> {
        let ids = ids.into_iter().map(|association| association.0);
        let rows = association::Entity::find().filter(association::Column::Id.is_in(ids));
        let rows = rows.all(&self.db).await?;
        Ok(rows.into_iter().map(|a| (AssociationId(a.id), a.name)).collect())
    }

    /// Those that may be the one described, by what indexes know: how the name begins, a number, a mail domain.
    pub async fn comparable(&self, sketch: &Sketch) -> Loaded<Vec<Association>> {
        use association::Column as C;
        let mut alike = Condition::any();
        if !sketch.name.is_empty() {
            alike = alike.add(C::NameStart.eq(name_start(&sketch.name)));
        }
        if let Some(rna) = &sketch.rna {
            alike = alike.add(C::Rna.eq(rna.as_str()));
        }
        if let Some(siret) = &sketch.siret {
            alike = alike.add(C::Siret.eq(siret.as_str()));
        }
        if let Some(domain) = &sketch.mail_domain {
            alike = alike.add(C::MailDomain.eq(domain.as_str()));
        }
        if alike.is_empty() {
            return Ok(Vec::new());
        }
        let rows = association::Entity::find().filter(alike).limit(COMPARED).all(&self.db).await?;
        rows.into_iter().map(association).collect()
    }

    /// Every association, for those who look for twins.
    pub async fn associations(&self) -> Loaded<Vec<Association>> {
        let rows = association::Entity::find().order_by_asc(association::Column::Name);
        rows.all(&self.db).await?.into_iter().map(association).collect()
    }

    /// The association that this one became. None: it is not an alias.
    pub async fn alias_of(&self, gone: AssociationId) -> Loaded<Option<AssociationId>> {
        let alias = association_alias::Entity::find_by_id(gone.0).one(&self.db).await?;
        Ok(alias.map(|a| AssociationId(a.kept_id)))
    }

    /// Everybody who acts for an association, or may soon; its row is locked for a unit. None: no such association.
    pub async fn crew(&self, id: AssociationId) -> Loaded<Option<Crew>> {
        if self.association(id).await?.is_none() {
            return Ok(None);
        }
        let members = membership::Entity::find()
            .filter(membership::Column::AssociationId.eq(id.0))
            .order_by_asc(membership::Column::Since)
            .order_by_asc(membership::Column::PersonId);
        let invitations = invitation::Entity::find()
            .filter(invitation::Column::AssociationId.eq(id.0))
            .order_by_asc(invitation::Column::At);
        let requests = join_request::Entity::find()
            .filter(join_request::Column::AssociationId.eq(id.0))
            .order_by_asc(join_request::Column::At);
        let offer = referent_offer::Entity::find_by_id(id.0).one(&self.db).await?;
        let taken = takeover::Entity::find_by_id(id.0).one(&self.db).await?;
        Ok(Some(Crew {
            association: id,
            members: members.all(&self.db).await?.into_iter().map(membership).collect(),
            invitations: invitations.all(&self.db).await?.into_iter().map(invitation).collect(),
            requests: requests.all(&self.db).await?.into_iter().map(join_request).collect(),
            offer: offer.map(|o| ReferentOffer {
                association: id,
                to: PersonId(o.to_id),
                by: PersonId(o.by_id),
                at: o.at,
            }),
            takeover: taken.map(takeover),
        }))
    }

    /// The invitation whose letter holds this token, as its hash.
    pub async fn invitation(&self, token_hash: &str) -> Loaded<Option<Invitation>> {
        let found = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(token_hash));
        Ok(found.one(&self.db).await?.map(invitation))
    }

    /// The associations that this person asks to act for.
    pub async fn requests_by(&self, person: PersonId) -> Loaded<Vec<JoinRequest>> {
        let found = join_request::Entity::find()
            .filter(join_request::Column::PersonId.eq(person.0))
            .order_by_asc(join_request::Column::At);
        Ok(found.all(&self.db).await?.into_iter().map(join_request).collect())
    }

    /// The associations that organizers look after, or are asked to, the longest first.
    pub async fn takeovers(&self) -> Loaded<Vec<Takeover>> {
        let all = takeover::Entity::find().order_by_asc(takeover::Column::AskedAt);
        Ok(all.all(&self.db).await?.into_iter().map(takeover).collect())
    }
}

fn membership(row: membership::Model) -> Membership {
    Membership {
        person: PersonId(row.person_id),
        association: AssociationId(row.association_id),
        referent: row.referent,
        since: row.since,
    }
}

fn invitation(row: invitation::Model) -> Invitation {
    Invitation {
        id: InvitationId(row.id),
        association: AssociationId(row.association_id),
        email: Email::stored(row.email),
        by: row.by_id.map(PersonId),
        at: row.at,
        until: row.until,
        token_hash: row.token_hash,
    }
}

fn join_request(row: join_request::Model) -> JoinRequest {
    JoinRequest {
        person: PersonId(row.person_id),
        association: AssociationId(row.association_id),
        words: row.words.map(Words::stored),
        at: row.at,
    }
}

fn takeover(row: takeover::Model) -> Takeover {
    Takeover {
        association: AssociationId(row.association_id),
        asked_at: row.asked_at,
        taken: row.taken_by.map(PersonId).zip(row.taken_at),
    }
}
