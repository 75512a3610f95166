"""Permanence keeps a hospital running when its information system is gone."""
