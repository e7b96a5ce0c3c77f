"""culprits"""
