//! The kinds of claims.

use taxiway_domain::product_key::ProductKey;

use crate::plan::{Plan, tuple_key};

/// One kind of identifier, unique over all tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Tuple,
    ProductKey,
    EndorsementKey,
    Uuid,
    Hardware,
}

impl Kind {
    /// All of them, in the order in which every transaction takes them.
    const ALL: [Self; 5] = [Self::Tuple, Self::ProductKey, Self::EndorsementKey, Self::Uuid, Self::Hardware];

    /// What a plan claims: kind by kind, rows in the order of their keys.
    pub(crate) fn claims(plan: &Plan) -> Vec<(Self, Vec<usize>)> {
        let all = Self::ALL.into_iter().map(|kind| (kind, kind.rows(plan)));
        all.filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// Rows with a claim of this kind, in the order of their keys.
    fn rows(self, plan: &Plan) -> Vec<usize> {
        match self {
            Self::Tuple => plan.sorted_by(|claims| claims.tuple.as_ref().map(tuple_key)),
            Self::ProductKey => plan.sorted_by(|claims| claims.product_key.as_ref().map(ProductKey::as_str)),
            Self::EndorsementKey => plan.sorted_by(|claims| claims.endorsement_key),
            Self::Uuid => plan.sorted_by(|claims| claims.uuid),
            Self::Hardware => plan.sorted_by(|claims| claims.hardware),
        }
    }
}
