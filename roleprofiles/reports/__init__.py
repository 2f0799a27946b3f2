"""Reading across models, a module for a page or a family of them."""
