//! How the signs of instances look.

pub(in crate::tui) use crate::report::instance_sign::InstanceSign;

use crate::tui::theme::Role;

/// How `sign` looks in the row of an instance.
pub(in crate::tui) const fn role(sign: InstanceSign) -> Role {
    match sign {
        InstanceSign::Provisioning | InstanceSign::Booting | InstanceSign::Checking => Role::Warn,
        InstanceSign::Serving | InstanceSign::ChecksPassed => Role::Good,
        InstanceSign::Idle | InstanceSign::Draining => Role::Muted,
        InstanceSign::Failed | InstanceSign::ChecksFailed => Role::Bad,
    }
}
