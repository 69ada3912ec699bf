"""Why does a relation fail, and which finding explains the others?"""
