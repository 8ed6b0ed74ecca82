"""Slack: the same core in a workspace, over Socket Mode or HTTP."""
