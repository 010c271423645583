import LabKit
print("labs")
