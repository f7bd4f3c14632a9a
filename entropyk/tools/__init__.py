"""What scripts written for TESPy import from `tespy.tools`; the names are TESPy's."""
