//! What a switch asks before it changes anything.

use crate::accounts::Account;
use crate::jobs::AccountAction;
use send_wrapper::SendWrapper;
use std::rc::Rc;
use web_sys::Element;

/// What is to be confirmed, and at which switch.
#[derive(Clone)]
pub struct SwitchPromptRequest {
    /// The action.
    pub action: AccountAction,
    /// The account.
    pub account: Account,
    /// Finds the switch of the account; `None` once it is gone or shows another account.
    switch: SendWrapper<Rc<dyn Fn() -> Option<Element>>>,
    /// Called when the action is sent.
    on_send: SendWrapper<Rc<dyn Fn()>>,
}

impl SwitchPromptRequest {
    /// Asks about an action at the switch that `switch` finds. `on_send` is called when the user
    /// has confirmed it.
    pub fn new(
        action: AccountAction,
        account: Account,
        switch: impl Fn() -> Option<Element> + 'static,
        on_send: impl Fn() + 'static,
    ) -> Self {
        Self { action, account, switch: SendWrapper::new(Rc::new(switch)), on_send: SendWrapper::new(Rc::new(on_send)) }
    }

    /// Finds the switch.
    pub(super) fn switch(&self) -> Option<Element> {
        (*self.switch)()
    }

    /// Notes that the action is being sent.
    pub(super) fn note_sent(&self) {
        (*self.on_send)();
    }
}
