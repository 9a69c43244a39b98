//! What the programme knows of an association already, so that it is proposed rather than asked.

use serde::{Deserialize, Serialize};

/// Something known of an association. A choice names those that let it be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fact {
    #[serde(rename = "kind.association")]
    Association,
    #[serde(rename = "kind.informal_group")]
    InformalGroup,
    #[serde(rename = "kind.public_institution")]
    PublicInstitution,
    /// Its record names a web site.
    #[serde(rename = "website.given")]
    Website,
    #[serde(rename = "workshops.attended")]
    AttendedWorkshops,
    #[serde(rename = "workshops.none")]
    NoWorkshop,
    #[serde(rename = "helps.others")]
    HelpsOthers,
    #[serde(rename = "accompanied")]
    Accompanied,
    #[serde(rename = "tool.in_use")]
    ToolInUse,
    /// It had a project before.
    #[serde(rename = "hackathon.before")]
    HackathonBefore,
    /// Several people act for it here.
    #[serde(rename = "people.several")]
    SeveralPeople,
    #[serde(rename = "people.one")]
    OnePerson,
}

impl Fact {
    /// All of them, in the order that people read.
    pub const ALL: [Self; 12] = [
        Self::Association,
        Self::InformalGroup,
        Self::PublicInstitution,
        Self::Website,
        Self::AttendedWorkshops,
        Self::NoWorkshop,
        Self::HelpsOthers,
        Self::Accompanied,
        Self::ToolInUse,
        Self::HackathonBefore,
        Self::SeveralPeople,
        Self::OnePerson,
    ];

    /// The name in questionnaires and of its text.
    pub fn code(self) -> &'static str {
        match self {
            Self::Association => "kind.association",
            Self::InformalGroup => "kind.informal_group",
            Self::PublicInstitution => "kind.public_institution",
            Self::Website => "website.given",
            Self::AttendedWorkshops => "workshops.attended",
            Self::NoWorkshop => "workshops.none",
            Self::HelpsOthers => "helps.others",
            Self::Accompanied => "accompanied",
            Self::ToolInUse => "tool.in_use",
            Self::HackathonBefore => "hackathon.before",
            Self::SeveralPeople => "people.several",
            Self::OnePerson => "people.one",
        }
    }
}
