"""Who may do what: roles, people invited to them, who acts at the moment, and the audit trail."""
