"""People who sign in, the organizations they act for, and the roles they hold there."""
