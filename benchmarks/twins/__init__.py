"""What Django itself costs here: a view that does nothing, a bare page and a bare form.

They have the application's middleware and settings, and nothing of what it does. Only benchmarks.settings
knows them.
"""
