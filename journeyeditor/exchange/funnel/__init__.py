"""Funnel tables: steps, counts and rates from analytics exports."""
