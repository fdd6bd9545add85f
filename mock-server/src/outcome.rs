//! Extensions of a response that describe it to the access log, the journal and the coverage.

use crate::world::World;
use crate::world::coverage::Branch;
use crate::world::matcher::Call;
use std::sync::Arc;

/// What the envelope of a response says.
#[derive(Clone, Debug)]
pub(crate) struct EnvelopeOutcome {
    /// The branch of the contract; `None` where a fault or the control API responds.
    pub(crate) branch: Option<Branch>,
    /// The `msg` of an ERROR envelope, which holds no secret; `None` for an OK.
    pub(crate) msg: Option<String>,
}

impl EnvelopeOutcome {
    /// An ERROR envelope that is not part of the contract.
    pub(crate) fn outside_contract(msg: &str) -> Self {
        Self { branch: None, msg: Some(msg.to_owned()) }
    }

    /// The `status` of the envelope.
    pub(crate) const fn status(&self) -> &'static str {
        if self.msg.is_none() { "OK" } else { "ERROR" }
    }
}

/// The call that a request makes, and its world.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext {
    pub(crate) world: Arc<World>,
    pub(crate) call: Arc<Call>,
}
