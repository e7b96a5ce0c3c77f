"""Gouji (勾稽): reconciles the final-account tables of Chinese government units."""
