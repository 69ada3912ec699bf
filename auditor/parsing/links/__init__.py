"""Which figure is a change, a rate, a share or an execution rate about, and what is it measured against?"""
