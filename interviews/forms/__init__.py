"""The shape of input in hiring cases."""
