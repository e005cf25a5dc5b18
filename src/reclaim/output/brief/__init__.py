"""The brief: one document model, set as one HTML file and as PDF."""
